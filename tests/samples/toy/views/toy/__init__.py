"""The toy page: `try_it`, `guide`, `results`, `how_it_works`. `look_inside/`."""
