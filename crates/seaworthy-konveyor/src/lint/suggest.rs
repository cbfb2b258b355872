//! Words that were meant.

/// The known word nearest to a wrong one, unless none is near.
pub(super) fn suggestion<'k>(wrong: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let limit = (wrong.chars().count() / 3).clamp(1, 3);
    known
        .map(|word| (distance(&wrong.to_lowercase(), &word.to_lowercase()), word))
        .filter(|&(distance, _)| distance <= limit)
        .min()
        .map(|(_, word)| word)
}

/// Changes of one character, or of two neighbours, between two words; words of over 64 characters are far from each other.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().max(b.len()) > 64 {
        return usize::MAX;
    }
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: usize, column: usize| {
                rows.get(row).and_then(|r| r.get(column)).copied().unwrap_or(usize::MAX - 8)
            };
            let mut best = (at(i, j) + usize::from(x != y))
                .min(at(i, j + 1) + 1)
                .min(row.last().copied().unwrap_or(usize::MAX - 8) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                best = best.min(at(i - 1, j - 1) + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows.last().and_then(|row| row.last()).copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found() {
        let keys = ["filePattern", "filepaths", "pattern", "ignore"];
        assert_eq!(suggestion("filePath", keys.into_iter()), Some("filepaths"));
        assert_eq!(suggestion("fileparrern", keys.into_iter()), Some("filePattern"));
        assert_eq!(suggestion("ingore", keys.into_iter()), Some("ignore"));
        assert_eq!(suggestion("severity", keys.into_iter()), None);
    }
}
