"""`python -m engine` is the command line that `./loupe` calls."""

from engine.cli.commands import main

if __name__ == "__main__":
    raise SystemExit(main())
