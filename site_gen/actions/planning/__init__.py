"""The content plan: looking ahead, proposing a month, calendars and tables, responses from the networks' exports."""
