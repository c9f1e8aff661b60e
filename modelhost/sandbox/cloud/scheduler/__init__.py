"""EventBridge Scheduler: schedules and their groups; nothing fires by itself, the control plane fires on demand."""
