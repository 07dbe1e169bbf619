"""Used in training alone: `distillation` (targets that are partly the teachers')."""
