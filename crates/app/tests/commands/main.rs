//! Commands that need no office: the working calendar and deadlines, through the program itself.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail where they stand")]

mod calendar;
mod deadline;

use std::io::Write;
use std::process::{Command, Stdio};
use std::thread;

/// What the program said.
struct Said {
    ok: bool,
    answer: String,
    complaint: String,
}

fn xingge(words: &[&str], input: &[u8]) -> Said {
    let mut program = Command::new(env!("CARGO_BIN_EXE_xingge"))
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut questions = program.stdin.take().unwrap();
    let input = input.to_owned();
    // Beside the reading: two full pipes would wait for each other. The program may close its end before it has read all.
    let writer = thread::spawn(move || {
        let _ = questions.write_all(&input);
    });
    let output = program.wait_with_output().unwrap();
    writer.join().unwrap();
    Said {
        ok: output.status.success(),
        answer: String::from_utf8(output.stdout).unwrap(),
        complaint: String::from_utf8(output.stderr).unwrap(),
    }
}
