//! Live changes on the wire: the same record as server-sent event and as Tauri event.

words! {
    /// Which nouns to read again.
    Topic = sdr_engine::Topic {
        Leads = "leads", Drafts = "drafts", Deliveries = "deliveries", Runs = "runs", Settings = "settings",
        Channels = "channels", Suppressions = "suppressions", Sources = "sources", Templates = "templates", Backtests = "backtests",
        Llm = "llm", Egress = "egress", Sequences = "sequences", Enrollments = "enrollments",
    }
}

wire! {
    /// Something changed and is committed.
    out Changed = sdr_engine::Changed {
        topic: Topic,
        /// Which one; null means many.
        id: Option<String>,
    }
}
