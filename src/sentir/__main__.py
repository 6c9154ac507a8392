"""`python -m sentir` is the same program as `sentir`."""

from sentir.cli.main import main

if __name__ == "__main__":
    main()
