"""The questionnaire to organisations: the form that goes out, and what comes back in it."""
