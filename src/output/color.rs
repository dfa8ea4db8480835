//! Decides when output is coloured, and which colours it uses.

/// The value of `--color`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorChoice {
    /// Colour on terminals, unless the environment forbids it.
    #[default]
    Auto,
    Always,
    Never,
}

/// The environment variables that affect colour. `None`: not set.
#[derive(Clone, Copy, Debug, Default)]
pub struct ColorSettings<'a> {
    /// Any value but an empty one forbids colour.
    pub no_color: Option<&'a str>,
    /// Any value but an empty one and `0` asks for colour even without a terminal.
    pub clicolor_force: Option<&'a str>,
    /// `None`, an empty value and `dumb` mean a terminal without colour.
    pub term: Option<&'a str>,
}

/// Whether to colour a stream. The flag wins over the environment, and `NO_COLOR` over `CLICOLOR_FORCE`.
pub fn use_color(choice: ColorChoice, is_terminal: bool, settings: ColorSettings<'_>) -> bool {
    let set = |value: Option<&str>| value.is_some_and(|value| !value.is_empty());
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if set(settings.no_color) => false,
        ColorChoice::Auto if set(settings.clicolor_force) && settings.clicolor_force != Some("0") => true,
        ColorChoice::Auto => is_terminal && set(settings.term) && settings.term != Some("dumb"),
    }
}

/// The style of a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// For headings and important figures.
    Bold,
    /// For less important text.
    Dim,
    /// For good news.
    Green,
    /// For what is waiting.
    Magenta,
    /// For errors.
    Red,
}

/// The escape sequence that ends a tone.
pub(super) const RESET: &str = "\x1b[0m";

impl Tone {
    pub(super) const ALL: [Self; 5] = [Self::Bold, Self::Dim, Self::Green, Self::Magenta, Self::Red];

    /// Returns the escape sequence that starts the tone. Only these basic colours are readable on light and dark
    /// backgrounds: yellow and cyan fade on white, blue on black.
    pub(super) const fn start(self) -> &'static str {
        match self {
            Self::Bold => "\x1b[1m",
            Self::Dim => "\x1b[2m",
            Self::Green => "\x1b[32m",
            Self::Magenta => "\x1b[35m",
            Self::Red => "\x1b[31m",
        }
    }

    /// Returns the tone of one of this program's own words, or `None` if it is not coloured.
    pub(super) fn of_word(word: &str) -> Option<Self> {
        match word {
            "active" | "sent" | "granted" | "accepted" | "ok" => Some(Self::Green),
            "invited" | "queued" | "due" => Some(Self::Magenta),
            "failed" | "missed" => Some(Self::Red),
            "inactive" | "expired" | "revoked" | "already_granted" => Some(Self::Dim),
            _ => None,
        }
    }

    /// Returns the text in this tone, or unchanged if `color` is false.
    pub(super) fn paint(self, text: &str, color: bool) -> String {
        if color { format!("{}{text}{RESET}", self.start()) } else { text.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const XTERM: ColorSettings<'_> =
        ColorSettings { no_color: None, clicolor_force: None, term: Some("xterm-256color") };

    #[test]
    fn colour_is_for_terminals_that_can_show_it() {
        assert!(use_color(ColorChoice::Auto, true, XTERM));
        assert!(!use_color(ColorChoice::Auto, false, XTERM));
        assert!(!use_color(ColorChoice::Auto, true, ColorSettings { term: Some("dumb"), ..XTERM }));
        assert!(!use_color(ColorChoice::Auto, true, ColorSettings { term: None, ..XTERM }));
    }

    #[test]
    fn no_color_outranks_clicolor_force_and_an_empty_value_is_no_wish() {
        let forced = ColorSettings { clicolor_force: Some("1"), term: None, ..XTERM };
        assert!(use_color(ColorChoice::Auto, false, forced));
        assert!(!use_color(ColorChoice::Auto, false, ColorSettings { clicolor_force: Some("0"), ..forced }));
        assert!(!use_color(ColorChoice::Auto, true, ColorSettings { no_color: Some("1"), ..forced }));
        assert!(use_color(ColorChoice::Auto, true, ColorSettings { no_color: Some(""), ..XTERM }));
    }

    #[test]
    fn the_flag_outranks_the_environment() {
        let forbidden = ColorSettings { no_color: Some("1"), ..XTERM };
        assert!(use_color(ColorChoice::Always, false, forbidden));
        assert!(!use_color(ColorChoice::Never, true, ColorSettings { clicolor_force: Some("1"), ..XTERM }));
    }
}
