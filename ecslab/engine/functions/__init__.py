"""What Lambda does: functions are invoked, run, log, fail and are tried again."""
