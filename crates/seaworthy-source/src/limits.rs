//! Bounds that keep hostile or huge input from taking the machine down.

/// What an inventory may cost. All sizes are bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest file that is worth parsing; the inventory itself does not use it.
    pub max_file_bytes: u64,
    /// Largest file that [`SourceTree::read`](crate::SourceTree::read) returns.
    pub max_read_bytes: u64,
    /// How many archives may lie inside each other, the input included.
    pub max_archive_depth: u32,
    /// Largest archive entry that is listed.
    pub max_entry_bytes: u64,
    /// Sum of the unpacked sizes of all archive entries of one input.
    pub max_total_bytes: u64,
    /// Largest unpacked to packed ratio of an entry over 1 MiB.
    pub max_ratio: u64,
    /// Most files that are listed.
    pub max_files: u64,
    /// Whether `.gitignore` files hide files. Off by default: a legacy application's ignored `lib` still runs.
    pub respect_gitignore: bool,
    /// Whether the members of library archives are listed too, as [`Vendored`](seaworthy_facts::Role::Vendored) files.
    pub analyse_libraries: bool,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: u64 = 1 << 20;
        Self {
            max_file_bytes: 2 * MIB,
            max_read_bytes: 64 * MIB,
            max_archive_depth: 8,
            max_entry_bytes: 256 * MIB,
            max_total_bytes: 4096 * MIB,
            max_ratio: 200,
            max_files: 1_000_000,
            respect_gitignore: false,
            analyse_libraries: false,
        }
    }
}

impl Limits {
    /// Whether sizes look like a bomb. Small entries may pack as well as they like.
    pub(crate) fn is_bomb(&self, packed: u64, unpacked: u64) -> bool {
        unpacked > 1 << 20 && unpacked / packed.max(1) > self.max_ratio
    }
}
