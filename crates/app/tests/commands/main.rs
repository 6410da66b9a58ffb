//! Commands that need no office: the working calendar and deadlines, through the program itself.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail where they stand")]

mod calendar;
mod deadline;

use std::io::{Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::Duration;

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
    // Beside the reading: two full pipes would wait for each other. The program may close its end before it has read
    // all, and its input ends with this thread.
    let writer = thread::spawn(move || {
        let _ = questions.write_all(&input);
    });
    let answer = text_of(program.stdout.take().unwrap());
    let complaint = text_of(program.stderr.take().unwrap());
    let status = end_of(&mut program, words);
    writer.join().unwrap();
    Said {
        ok: status.success(),
        answer: answer.join().unwrap(),
        complaint: complaint.join().unwrap(),
    }
}

fn text_of(mut pipe: impl Read + Send + 'static) -> JoinHandle<String> {
    thread::spawn(move || {
        let mut text = String::new();
        pipe.read_to_string(&mut text).unwrap();
        text
    })
}

/// A program that waits for what never comes must not hold up everybody's tests: it ends after a minute or two.
fn end_of(program: &mut Child, words: &[&str]) -> ExitStatus {
    for _ in 0..9_000 {
        if let Some(status) = program.try_wait().unwrap() {
            return status;
        }
        thread::sleep(Duration::from_millis(10));
    }
    program.kill().unwrap();
    program.wait().unwrap();
    panic!("{words:?}: no end within 90 seconds");
}
