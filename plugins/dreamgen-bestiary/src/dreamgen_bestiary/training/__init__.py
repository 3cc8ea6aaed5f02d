"""From pictures to a network that dreams: adversarial training, resumable at any moment."""
