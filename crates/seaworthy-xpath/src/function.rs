//! The functions that an expression can call.

use crate::Mode;

macro_rules! functions {
    ($($variant:ident $name:literal $least:literal $most:literal $dialect:ident;)*) => {
        /// A function.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Function {
            $($variant,)*
        }

        impl Function {
            /// The function of that name in a dialect.
            pub(crate) fn of_name(name: &str, mode: Mode) -> Option<Self> {
                let (function, dialect) = match name {
                    $($name => (Self::$variant, Dialect::$dialect),)*
                    _ => return None,
                };
                match dialect {
                    Dialect::Both => true,
                    Dialect::Standard => mode == Mode::Standard,
                    Dialect::Konveyor => mode != Mode::Standard,
                }
                .then_some(function)
            }

            /// Least and most arguments.
            pub(crate) fn arity(self) -> (usize, usize) {
                match self { $(Self::$variant => ($least, $most),)* }
            }
        }
    };
}

enum Dialect {
    Both,
    Standard,
    Konveyor,
}

// Variant, name, least and most arguments, who knows it.
functions! {
    Last "last" 0 0 Both;
    Position "position" 0 0 Both;
    Count "count" 1 1 Both;
    Id "id" 1 1 Standard;
    LocalName "local-name" 0 1 Both;
    NamespaceUri "namespace-uri" 0 1 Both;
    Name "name" 0 1 Both;
    String "string" 0 1 Both;
    Concat "concat" 2 255 Both;
    StartsWith "starts-with" 2 2 Both;
    EndsWith "ends-with" 2 2 Konveyor;
    Contains "contains" 2 2 Both;
    Matches "matches" 2 2 Konveyor;
    Replace "replace" 3 3 Konveyor;
    StringJoin "string-join" 2 2 Konveyor;
    LowerCase "lower-case" 1 1 Konveyor;
    Reverse "reverse" 1 1 Konveyor;
    SubstringBefore "substring-before" 2 2 Both;
    SubstringAfter "substring-after" 2 2 Both;
    Substring "substring" 2 3 Both;
    StringLength "string-length" 0 1 Both;
    NormalizeSpace "normalize-space" 0 1 Both;
    Translate "translate" 3 3 Both;
    Boolean "boolean" 1 1 Both;
    Not "not" 1 1 Both;
    True "true" 0 0 Both;
    False "false" 0 0 Both;
    Lang "lang" 1 1 Standard;
    Number "number" 0 1 Both;
    Sum "sum" 1 1 Both;
    Floor "floor" 1 1 Both;
    Ceiling "ceiling" 1 1 Both;
    Round "round" 1 1 Both;
}

impl Function {
    /// Whether the value is a number.
    pub(crate) fn gives_number(self) -> bool {
        matches!(
            self,
            Self::Last
                | Self::Position
                | Self::Count
                | Self::StringLength
                | Self::Number
                | Self::Sum
                | Self::Floor
                | Self::Ceiling
                | Self::Round
        )
    }

    /// Whether the value is a set of nodes.
    pub(crate) fn gives_nodes(self) -> bool {
        matches!(self, Self::Id | Self::Reverse)
    }
}
