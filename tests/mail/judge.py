"""What the mail tests share: counting what is right, and reading the ledger."""
import json
import subprocess

passed = failed = 0


def check(is_good, *what):
    global passed, failed
    if is_good:
        passed += 1
    else:
        failed += 1
        print("mail:", *what)


def end():
    """The last line of a test: what was right, and what was wrong."""
    print(passed, failed)


def rows(program, output):
    """The rows of the ledger beside an output, oldest first."""
    run = subprocess.run([program, "ledger", "--format", "json", "--output",
                          output], capture_output=True, text=True, check=True)
    for line in run.stdout.splitlines():
        yield json.loads(line)
