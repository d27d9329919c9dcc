//! Templates: the team's own wording of first messages.

use sdr_domain::channel::Channel;
use sdr_domain::id::{ProjectId, TemplateId};
use sdr_domain::template::Template;

use crate::error::StoreError;
use crate::sql::{Row, Sql, ms};
use crate::store::Store;
use crate::tx::Tx;

/// Nobody keeps more wordings than this; a list shows them all.
const MOST: i64 = 500;

impl Tx {
    /// Stores or replaces a template. One that is enabled takes the place of the one that was enabled for the
    /// same channel and variant.
    pub async fn put_template(&self, template: &Template) -> Result<(), StoreError> {
        if template.enabled {
            let sql = "UPDATE templates SET enabled = ? WHERE project_id = ? AND channel = ? AND variant = ?
                AND id <> ? AND enabled";
            Sql::new(sql)
                .bind(false)
                .bind(template.project_id.0)
                .bind(template.channel.as_str())
                .bind(template.variant.as_str())
                .bind(template.id.0)
                .run(self.on())
                .await?;
        }
        let sql = "INSERT INTO templates
            (id, project_id, name, channel, variant, subject, body, enabled, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, channel = excluded.channel,
                variant = excluded.variant, subject = excluded.subject, body = excluded.body,
                enabled = excluded.enabled, updated_at = excluded.updated_at";
        Sql::new(sql)
            .bind(template.id.0)
            .bind(template.project_id.0)
            .bind(template.name.as_str())
            .bind(template.channel.as_str())
            .bind(template.variant.as_str())
            .bind(template.subject.as_deref())
            .bind(template.body.as_str())
            .bind(template.enabled)
            .bind(ms(template.updated_at))
            .run(self.on())
            .await
            .map(drop)
    }

    /// Forgets a template; whether there was one. Drafts written with it stay.
    pub async fn delete_template(&self, id: TemplateId) -> Result<bool, StoreError> {
        Ok(Sql::new("DELETE FROM templates WHERE id = ?").bind(id.0).run(self.on()).await? > 0)
    }
}

impl Store {
    /// Every template, by channel, variant and name.
    pub async fn templates(&self, project: ProjectId) -> Result<Vec<Template>, StoreError> {
        let sql = "SELECT * FROM templates WHERE project_id = ? ORDER BY channel, variant, name, id LIMIT ?";
        let rows = Sql::new(sql).bind(project.0).bind(MOST).all(self.reader()).await?;
        rows.iter().map(|row| read(Row::new("templates", row))).collect()
    }

    /// The templates drafts are written with: at most one a channel and variant.
    pub async fn templates_in_use(
        &self,
        project: ProjectId,
        channel: Channel,
    ) -> Result<Vec<Template>, StoreError> {
        let sql = "SELECT * FROM templates WHERE project_id = ? AND channel = ? AND enabled ORDER BY variant";
        let rows = Sql::new(sql).bind(project.0).bind(channel.as_str()).all(self.reader()).await?;
        rows.iter().map(|row| read(Row::new("templates", row))).collect()
    }

    /// One template.
    pub async fn template(&self, id: TemplateId) -> Result<Option<Template>, StoreError> {
        let row = Sql::new("SELECT * FROM templates WHERE id = ?").bind(id.0).one(self.reader()).await?;
        row.map(|row| read(Row::new("templates", &row))).transpose()
    }
}

fn read(row: Row<'_>) -> Result<Template, StoreError> {
    Ok(Template {
        id: row.id("id")?,
        project_id: row.id("project_id")?,
        name: row.get("name")?,
        channel: row.word("channel")?,
        variant: row.word("variant")?,
        subject: row.get("subject")?,
        body: row.get("body")?,
        enabled: row.get("enabled")?,
        updated_at: row.time("updated_at")?,
    })
}
