"""From judged candidates to answers in words: what wins, what it rests on, when another answer would be right."""
