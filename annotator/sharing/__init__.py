"""Partners' files: what is read from them, in a child process that can do no harm."""
