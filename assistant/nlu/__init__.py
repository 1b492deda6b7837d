"""What turns a sentence into an intent and entities: four components for Rasa's pipeline."""
