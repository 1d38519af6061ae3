"""How the journal is proved: hashes, trees and checkpoints, with the standard library alone."""
