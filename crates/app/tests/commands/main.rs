//! Commands that need no office: the working calendar and deadlines, through the program itself.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail where they stand")]

mod calendar;
mod deadline;

use std::io::Write;
use std::process::{Command, Stdio};

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
    // A question refused before its lines are read closes the pipe.
    let _ = program.stdin.take().unwrap().write_all(input);
    let output = program.wait_with_output().unwrap();
    Said {
        ok: output.status.success(),
        answer: String::from_utf8(output.stdout).unwrap(),
        complaint: String::from_utf8(output.stderr).unwrap(),
    }
}
