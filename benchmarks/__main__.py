"""`python -m benchmarks` is `python -m benchmarks.build`."""

from benchmarks.build import main

if __name__ == "__main__":
    main()
