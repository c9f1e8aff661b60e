"""The one meter of money: replica-seconds and fixed charges to US dollars."""
