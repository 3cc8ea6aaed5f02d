"""Many renders: each a task, made wherever an executor runs it, and put in place one by one."""
