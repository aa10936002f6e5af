"""The project seen while it is being written: served, watched, reloaded; mistakes are laid over it."""
