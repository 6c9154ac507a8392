"""The use cases, a file each: what the command line and a notebook call."""
