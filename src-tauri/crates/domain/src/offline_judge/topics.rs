//! Topics: groups of words that mean one business problem, so that "spreadsheets" meets "reporting".
//!
//! Words only; they pass the same folding and stemming as posts and ICP.

/// One business problem.
#[derive(Debug)]
pub(crate) struct Topic {
    /// What it is called in a sentence: "your post about ...".
    pub(crate) label: &'static str,
    /// Words that belong to it; the first two also name it in an ICP.
    pub(crate) words: &'static str,
}

/// Every topic.
pub(crate) const TOPICS: &[Topic] = &[
    Topic {
        label: "reporting",
        words: "\
            reporting report dashboard spreadsheet excel kpi metrics numbers csv slides analytics \
            pivot bericht berichte berichten manuellen tabelle tabellen auswertung zahlen informe \
            informes reporte reportes hojas rapport rapports tableur tableaux chiffres",
    },
    Topic {
        label: "lead quality",
        words: "\
            lead leads prospect prospecting pipeline outbound sdr sdrs crm mql bounce demos cold \
            quota sales vertrieb kunden ventas clientes prospectos ventes prospection",
    },
    Topic {
        label: "onboarding",
        words: "\
            onboarding onboard ramp training newcomer hires checklist einarbeitung formacion \
            integration",
    },
    Topic {
        label: "inventory",
        words: "\
            inventory stock stockout warehouse sku skus replenishment shelf overstock lager \
            lagerbestand bestande bestand inventario almacen existencias inventaire stocks entrepot",
    },
    Topic {
        label: "compliance",
        words: "\
            compliance audit auditor regulation regulator gdpr hipaa sox iso policy evidence dsgvo \
            prufung auditoria normativa cumplimiento conformite rgpd",
    },
    Topic {
        label: "invoicing",
        words: "\
            invoice billing payment reconciliation reconcile receivable payable ledger closing \
            rechnung rechnungen rechnungsprufung buchhaltung factura facturas facture factures \
            comptabilite",
    },
    Topic {
        label: "support load",
        words: "\
            support ticket tickets helpdesk inbox backlog complaint csat agent anfragen incidencias \
            soporte assistance",
    },
    Topic {
        label: "shipping and delivery",
        words: "\
            shipping shipment freight carrier dispatch logistics fleet route truck driver customs \
            demurrage eta lieferung spedition versand envio envios transporte livraison transport",
    },
    Topic {
        label: "scheduling",
        words: "\
            scheduling schedule shift roster rota appointment calendar staffing booking noshow \
            schichtplan dienstplan turnos citas planning rendez",
    },
    Topic {
        label: "data entry",
        words: "\
            entry manual copy paste copying pasting retyping paperwork forms duplicate cleaning \
            dateneingabe papierkram papeleo saisie paperasse",
    },
    Topic {
        label: "integrations",
        words: "\
            integration integrate sync api erp connector silo silos migration legacy schnittstelle \
            integracion",
    },
    Topic {
        label: "forecasting",
        words: "\
            forecast forecasting demand prediction budget budgeting planning prognose prevision \
            pronostico",
    },
    Topic { label: "churn", words: "churn retention renewal cancellation nps kundigung bajas resiliation" },
    Topic {
        label: "hiring",
        words: "\
            recruiting recruiter applicants interview talent sourcing turnover bewerber candidatos \
            recrutement",
    },
    Topic {
        label: "downtime and maintenance",
        words: "\
            downtime maintenance breakdown spare machine oee outage scrap wartung ausfall \
            mantenimiento averia panne",
    },
    Topic {
        label: "quality control",
        words: "defect inspection rework recall returns quality ausschuss qualitat calidad qualite",
    },
    Topic {
        label: "security",
        words: "\
            security phishing breach password access vulnerability ransomware sicherheit seguridad \
            securite",
    },
    Topic {
        label: "cloud costs",
        words: "cloud infrastructure deploy incident latency kubernetes hosting oncall alerts",
    },
    Topic {
        label: "patient intake",
        words: "patient intake clinic chart charting ehr referral waitlist patienten pacientes patients",
    },
    Topic {
        label: "procurement",
        words: "\
            procurement supplier vendor purchase purchasing po rfq sourcing einkauf lieferanten \
            proveedores achats fournisseurs",
    },
    Topic {
        label: "approvals",
        words: "approval approve signature contract sign signoff freigabe aprobacion validation",
    },
    Topic {
        label: "outreach",
        words: "\
            outreach sequence message messaging reply personalization personalisation prospecting \
            dm followup",
    },
];

/// Words too common to say anything, in the four languages the patterns speak.
pub(super) const STOP_WORDS: &str = "\
    a about above after again all also am an and any are as at be because been before being between \
    both but by can could did do does doing don't down each every even few for from get gets getting go \
    going got had has have having he her here him his how i if in into is it it's its just know let \
    like lot make makes many me more most much my need needs no not now of off on one only or other our \
    out over own really same she should so some still such take takes than that the their them then \
    there these they thing things this those through to too two under up us use uses using very want \
    wants was way we well were what when where which while who why will with without would year years \
    you your lose losing spend spending hour hours day days week weeks month anyone looking help better \
    good best struggling struggle der die das und ist sind ein eine einen mit von zu zum zur im den dem \
    des auf fur nicht wir ihr sie es bei aus wie auch el la los las un una y de del que en con por para \
    son se su al lo como mas le les du et est une dans pour sur avec au aux ce qui pas par";

/// Words of business talk that half of all posts hold; they count little.
pub(super) const COMMON_WORDS: &str = "\
    business company companies team teams software tool tools work working time new people manage \
    manager management managing process processes solution system platform product customer service \
    data job market marketing grow growth industry improve easy simple fast save today app online \
    digital project build run running head director vp chief officer owner founder operations ops \
    technology automatic automatically automate automation keep track tracking small large problem \
    weekly daily monthly number";
