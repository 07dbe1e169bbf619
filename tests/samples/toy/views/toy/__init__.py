"""The toy page: `try_it`, `results`, `how_it_works`. `look_inside/`."""
