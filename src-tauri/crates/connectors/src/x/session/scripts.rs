//! X's scripts: the indices of the signature, and which query id each operation has at present.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::patterns::pattern;

/// An operation as X's own client describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Described {
    pub(super) id: String,
    /// Names of the switches a request must carry; `None` where the script does not say.
    pub(super) switches: Option<Vec<String>>,
}

static INDEX: LazyLock<Regex> = LazyLock::new(|| pattern(r"\([A-Za-z0-9_]{1,2}\[([0-9]{1,2})\],\s*16\)"));
static SIGN_FILE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"["'`]([A-Za-z0-9_./:@-]*(?:ondemand\.s|sign\.o)[A-Za-z0-9_.-]*\.js)["'`]"#));
static IMPORT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r#"["'`]((?:\./|\.\./|/x-web/|https://abs\.twimg\.com/)[A-Za-z0-9_./@-]+\.js)["'`]"#)
});
/// `{queryId:"..",operationName:"..",..,metadata:{featureSwitches:[..],..}}`, in any order, in any quotes.
static WEBPACK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"\{(?:queryId|operationName|operationType)\s*:\s*["'`][A-Za-z0-9_-]+["'`][^{}]*(?:metadata\s*:\s*\{([^{}]*)\})?[^{}]*\}"#,
    )
});
/// ``params:{id:`..`,..,name:`..`,..}`` of the newer build.
static XWEB: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"params\s*:\s*\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)"));
static SWITCHES: LazyLock<Regex> = LazyLock::new(|| pattern(r"featureSwitches\s*:\s*\[([^\]]*)\]"));
static QUERY_ID: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"\bqueryId\s*:\s*["'`]([A-Za-z0-9_-]{10,40})["'`]"#));
static OPERATION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"\boperationName\s*:\s*["'`]([A-Za-z0-9_]{3,64})["'`]"#));
static ID: LazyLock<Regex> = LazyLock::new(|| pattern(r#"\bid\s*:\s*["'`]([A-Za-z0-9_-]{10,40})["'`]"#));
static NAME: LazyLock<Regex> = LazyLock::new(|| pattern(r#"\bname\s*:\s*["'`]([A-Za-z0-9_]{3,64})["'`]"#));
static QUOTED: LazyLock<Regex> = LazyLock::new(|| pattern(r#"["'`]([A-Za-z0-9_]+)["'`]"#));

/// Which bytes of the key the signature uses; `None` when the script holds none.
pub(super) fn indices(script: &str) -> Option<Vec<usize>> {
    let found: Vec<usize> = INDEX.captures_iter(script).filter_map(|index| index[1].parse().ok()).collect();
    (found.len() >= 2).then_some(found)
}

/// The file with the indices, as the script names it.
pub(super) fn sign_file(script: &str) -> Option<String> {
    SIGN_FILE.captures(script).map(|file| file[1].to_owned())
}

/// Other scripts this one loads.
pub(super) fn imports(script: &str) -> Vec<String> {
    IMPORT.captures_iter(script).map(|file| file[1].to_owned()).collect()
}

/// The operations a script describes, by name.
pub(super) fn operations(script: &str) -> HashMap<String, Described> {
    let first = |pattern: &Regex, text: &str| pattern.captures(text).map(|found| found[1].to_owned());
    let webpack = WEBPACK.find_iter(script).filter_map(|object| {
        let object = object.as_str();
        Some((first(&OPERATION, object)?, first(&QUERY_ID, object)?, switches(object)))
    });
    let xweb = XWEB.find_iter(script).filter_map(|object| {
        let object = object.as_str();
        Some((first(&NAME, object)?, first(&ID, object)?, switches(object)))
    });
    webpack.chain(xweb).map(|(name, id, switches)| (name, Described { id, switches })).collect()
}

fn switches(object: &str) -> Option<Vec<String>> {
    let list = SWITCHES.captures(object)?;
    Some(QUOTED.captures_iter(&list[1]).map(|name| name[1].to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_builds_describe_the_same_operations() {
        let webpack = r#"e.exports={queryId:"AAAAAAAAAAAAAAAAAAAAAA",operationName:"SearchTimeline",operationType:"query",metadata:{featureSwitches:["a_enabled","b_enabled"],fieldToggles:["c"]}}},7:e=>{e.exports={operationName:`CreateTweet`,queryId:`BBBBBBBBBBBBBBBBBBBBBB`,operationType:`mutation`,metadata:{featureSwitches:[],fieldToggles:[]}}}"#;
        let found = operations(webpack);
        assert_eq!(
            found["SearchTimeline"],
            Described {
                id: "AAAAAAAAAAAAAAAAAAAAAA".into(),
                switches: Some(vec!["a_enabled".into(), "b_enabled".into()])
            }
        );
        assert_eq!(found["CreateTweet"].id, "BBBBBBBBBBBBBBBBBBBBBB");
        assert_eq!(found["CreateTweet"].switches, Some(vec![]));
        let xweb = "let q={kind:`Request`,params:{id:`AAAAAAAAAAAAAAAAAAAAAA`,metadata:{features:{}},name:`SearchTimeline`,operationKind:`query`,text:null}};";
        assert_eq!(
            operations(xweb)["SearchTimeline"],
            Described { id: "AAAAAAAAAAAAAAAAAAAAAA".into(), switches: None }
        );
    }

    #[test]
    fn the_indices_and_the_file_that_holds_them_are_found() {
        assert_eq!(
            indices("a=(t[2], 16)+(t[12],16)*(t[14],  16)*(n1[7], 16);(x, 16)"),
            Some(vec![2, 12, 14, 7])
        );
        assert_eq!(indices("nothing here"), None);
        let chunk = "const a=()=>import(`./sign.o-Bq81x.js`);import'./vendor-1a.js';";
        assert_eq!(sign_file(chunk).as_deref(), Some("./sign.o-Bq81x.js"));
        assert_eq!(imports(chunk), ["./sign.o-Bq81x.js", "./vendor-1a.js"]);
    }

    #[test]
    fn a_script_of_another_kind_describes_nothing() {
        assert!(operations("function(){return {id:1,name:'x'}}").is_empty());
    }
}
