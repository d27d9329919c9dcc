//! The phrases themselves, in English and the basics of German, Spanish and French, apart by `; `.

pub(super) const PAIN: &str = "\
    struggling with; struggle with; struggling to; struggle to; struggled with; drowning in; drown in; \
    buried in; sick of; tired of; fed up; frustrated; frustrating; frustration; nightmare; a mess; \
    painful; the pain of; pain point; killing us; killing me; is killing; eating up; eats up; eat up; \
    waste of time; wasting; waste hours; wasted; takes hours; take hours; takes days; takes forever; \
    too slow; too many manual; copy paste; copy pasting; copying and pasting; retyping; re typing; \
    can't keep up; cannot keep up; can't trust; cannot trust; don't trust; nobody trusts; \
    no visibility; no idea which; falling behind; fell behind; fall behind; out of control; \
    out of hand; keeps breaking; keep breaking; keeps failing; broke again; breaks every; \
    falls through the cracks; fall through the cracks; slipping through; error prone; full of errors; \
    wrong again; doesn't scale; does not scale; not sustainable; unsustainable; bottleneck; headache; \
    chaos; chaotic; overwhelmed; burning out; burnt out; burned out; horrible; lost another; \
    lose hours; loses hours; costing us; costs us; missed again; we missed; still doing; \
    still using spreadsheets; still chasing; firefighting; putting out fires; hours every week; \
    hours a week; hours each week; days a month; days every month; every single week; \
    every single month; our biggest problem; biggest challenge; my biggest problem; nothing talks to; \
    don't talk to each other; never match; don't match; doesn't match; out of sync; out of date; \
    go cold; gone cold; run out of; ran out of; stockout; stockouts; late again; failed audit; \
    failed the audit; audit findings; frustrierend; nervt; genervt; muhsam; viel zu lange; kostet uns; \
    kostet mich; von hand; per hand; uberfordert; wir kampfen; problem mit; probleme mit; verlieren; \
    stundenlang; jede woche stunden; harto de; hartos de; harta de; frustrante; perdemos; pierdo; \
    a mano; manualmente; demasiado tiempo; un caos; problema con; problemas con; nos cuesta; \
    dolor de cabeza; horas cada semana; marre de; ras le bol; frustrant; perdons; on perd; \
    nous perdons; a la main; manuellement; trop de temps; un cauchemar; galere; probleme avec; \
    problemes avec; nous coute; des heures chaque semaine";

pub(super) const ASK: &str = "\
    anyone know; anyone knows; anybody know; does anyone; has anyone; can anyone; anyone using; \
    anyone use; anyone here; anyone else; anyone have; anyone got; anyone found; recommend; \
    recommendation; recommendations; recommended; suggestions; any suggestion; any tips; any advice; \
    advice on; what do you use; what do you all use; what are you using; what are people using; \
    what's everyone using; which tool; what tool; which software; what software; best tool for; \
    best software for; best way to; how do you handle; how do you deal; how do you all; \
    how are you handling; how do other; how are other; how does your team; is there a tool; \
    is there a way; is there an app; is there software; is there anything; there must be a better way; \
    there has to be a better way; got to be a better way; gotta be a better way; need a tool; \
    need a better; need something that; need help with; looking for a tool; looking for a better; \
    looking for software; looking for a solution; looking for a way; looking for something; \
    looking for help; looking for recommendations; wish there was; wish we had; would pay; \
    take my money; point me to; open to ideas; open to suggestions; kennt jemand; hat jemand; \
    weiss jemand; nutzt jemand; empfehlung; empfehlungen; empfehlen; welches tool; welche software; \
    suchen ein; suche ein; suchen eine; suche eine; suchen nach; gibt es ein tool; \
    brauchen eine losung; brauchen ein tool; wie macht ihr; wie lost ihr; alguien conoce; alguien sabe; \
    alguien usa; recomendais; recomiendan; recomendacion; recomendaciones; que herramienta; buscamos; \
    busco; buscando; necesitamos una; necesitamos un; necesito una; necesito un; quelqu'un connait; \
    quelqu'un utilise; quelqu'un aurait; quelqu'un a; recommandez; recommandation; recommandations; \
    recommander; quel outil; quel logiciel; cherchons; nous cherchons; on cherche; je cherche; \
    besoin d'un outil; besoin d'une solution; comment faites vous";

pub(super) const EVALUATE: &str = "\
    evaluating; comparing; shortlist; shortlisted; in the market for; rfp; proof of concept; piloting; \
    trialing; trialling; testing out; looking at options; looking into; exploring options; considering; \
    budget for; budget approved; got budget; plan to buy; planning to buy; ready to buy; \
    want to automate; need to automate; going to automate; plan to automate; planning to automate; \
    trying to automate; have to automate; need to fix; want to fix; need to replace; build or buy; \
    build vs buy; vendor selection; which vendor; this quarter we; on our roadmap for; vergleichen; \
    evaluieren; ausschreibung; automatisieren; comparando; evaluando; automatizar; presupuesto para; \
    comparons; evaluons; automatiser; appel d'offres";

pub(super) const SWITCH: &str = "\
    switching from; switch from; switching away; moving away from; moving off; migrating from; \
    migrate from; migrating off; replace our; replacing our; ditch our; ditching; cancel our; \
    cancelling our; canceling our; cancelled our; alternative to; alternatives to; alternatives for; \
    contract is up; contract ends; renewal is coming; renewal coming up; outgrown; outgrew; outgrowing; \
    alternative zu; wechseln von; umsteigen; abgelost; ersetzen; alternativa a; cambiar de; reemplazar; \
    alternative a; remplacer; changer d'outil";

pub(super) const GROWTH: &str = "\
    growing the team; growing our team; team is growing; doubling the team; doubled the team; \
    doubling our team; doubled our team; tripled; scaling the team; scaling our; scaling up; \
    we are scaling; we're scaling; we are hiring; we're hiring; hiring three; hiring five; hiring two; \
    new hires; headcount; onboarding ten; record quarter; record year; wir wachsen; wir stellen ein; \
    estamos creciendo; estamos contratando; nous recrutons; en pleine croissance";

pub(super) const NEW_ROLE: &str = "\
    new role; new job; started as; starting as; just joined; i joined; excited to join; \
    thrilled to join; happy to share that i'm starting; my first week; my first month; first 90 days; \
    first 100 days; took over as; taking over as; promoted to; stepping into; neue rolle; neue stelle; \
    nuevo puesto; nuevo rol; nouveau poste";

pub(super) const FUNDING: &str = "\
    raised a; raised our; we raised; seed round; series a; series b; series c; closed our round; \
    funding round; new funding; just closed our; finanzierungsrunde; ronda de financiacion; \
    levee de fonds";

pub(super) const EXPANSION: &str = "\
    opening a new; opened a new; new warehouse; new plant; new site; new office; second location; \
    third location; expanding to; expanding into; new market; rolling out; going live; new erp; \
    new crm; merger; acquired; acquisition; neues lager; nuevo almacen; nouvel entrepot";

pub(super) const SOLVED: &str = "\
    don't need; do not need; no need for; don't want; do not want; not looking for; not looking to; \
    not interested; not in the market; no longer a problem; no longer an issue; not a problem anymore; \
    not an issue; never been a problem; already solved; already have a; already use; already using; \
    already automated; already fixed; solved this; solved that; solved it; we solved; finally solved; \
    finally fixed; finally automated; fixed it; happy with our; happy with what; very happy with; \
    love our; works great; works perfectly; works fine; works well for us; problem solved; all set; \
    please stop pitching; stop pitching; no vendors please; no vendors; no pitches; don't pitch; \
    no sales pitches; glad we switched; so glad we moved; never going back; game changer for us; \
    built our own; built it ourselves; in house tool; thanks to our new; brauchen wir nicht; \
    brauchen kein; kein bedarf; schon gelost; bereits gelost; zufrieden mit; kein interesse; \
    no necesitamos; ya tenemos; ya lo hemos resuelto; ya esta resuelto; contentos con; no nos interesa; \
    pas besoin; n'avons pas besoin; deja resolu; deja regle; satisfaits de; pas interesse";

pub(super) const PAST: &str = "\
    used to; back then; years ago; back in the day; in my previous job; at my last job; my old job; \
    those days are over; no more; not anymore; fruher haben; frueher; damals; antes perdiamos; \
    hace anos; autrefois; a l'epoque; il y a des annees";

pub(super) const PROMO: &str = "\
    book a demo; book a call; schedule a demo; request a demo; get a demo; book your demo; free trial; \
    start your trial; sign up now; sign up today; link in bio; link in the comments; link in comments; \
    dm me; dm us; message me for; check out our; check out my; try it free; try it for free; \
    get started today; limited time; use code; early bird; join our webinar; join us for a webinar; \
    register now; save your seat; download our; download the free; free ebook; our product helps; \
    our software helps; we help companies; we help teams; we help businesses; we help brands; \
    i help companies; i help founders; i help teams; i help businesses; helping companies; \
    our customers save; trusted by; say goodbye to; we just launched; just launched; learn more at; \
    visit our; get yours; don't miss; act now; 10x your; boost your; supercharge your; transform your; \
    revolutionize; struggling with your; tired of your; are you tired of; are you struggling; \
    want to save; ask me how; affiliate; sponsored; partner with us; jetzt testen; kostenlos testen; \
    jetzt buchen; wir helfen unternehmen; unser produkt; unsere plattform; prueba gratis; \
    reserva una demo; ayudamos a empresas; nuestra plataforma; essai gratuit; reservez une demo; \
    nous aidons les; notre plateforme; decouvrez notre";

pub(super) const LECTURE: &str = "\
    here are; here's how; here is how; here's why; tips for; tips to; ways to; a thread; follow me for; \
    follow for more; steal this; bookmark this; most people don't; most companies; most teams; \
    hot take; unpopular opinion; in this post; my latest article; my new blog; new blog post; \
    new episode; podcast; my newsletter; lessons learned from; you should; stop doing";

pub(super) const JOB_AD: &str = "\
    apply now; apply here; apply today; apply via; to apply; send your cv; send me your cv; \
    send your resume; send cv; join our team; join my team; join the team; open position; \
    open positions; open role; open roles; job opening; job alert; now hiring; we are hiring a; \
    we're hiring a; we are hiring an; we're hiring an; i'm hiring; looking to hire; \
    is looking for a talented; years of experience; competitive salary; salary range; benefits include; \
    vacancy; vacancies; on behalf of my client; jobsearch; opentowork; stellenangebot; bewirb dich; \
    jetzt bewerben; wir suchen verstarkung; m w d; oferta de empleo; envia tu cv; \
    unete a nuestro equipo; offre d'emploi; postulez; rejoignez notre equipe";

pub(super) const NEWS: &str = "\
    breaking; according to; reports that; reported that; study finds; study shows; survey finds; \
    survey shows; new research; analysts; announced today; announces; shares fell; shares rose; \
    press release; in a statement; sources say; market is expected; cagr; read more; via reuters; \
    laut einer studie; segun un estudio; selon une etude";

pub(super) const JOKE: &str = "\
    lol; lmao; rofl; haha; hahaha; jk; just kidding; said no one; said nobody; my favorite hobby; \
    my favourite hobby; living the dream; nothing says; who doesn't love; who needs sleep; oh great; \
    oh joy; how fun; what could go wrong; plot twist; sarcasm; knock knock; walks into a bar; meme; \
    april fools; haha nur spass; jajaja; mdr";

pub(super) const STUDENT: &str = "\
    my thesis; my dissertation; my homework; for my class; for a class; my assignment; college project; \
    school project; university project; my professor; my exam; exam tomorrow; studying for; \
    as a student; bachelor thesis; master thesis; capstone; case study for; research survey for; \
    bachelorarbeit; masterarbeit; meine thesis; mi tesis; mon memoire; mon stage";

pub(super) const INJECTION: &str = "\
    ignore previous; ignore all previous; ignore the previous; ignore your; ignore all; ignore any; \
    ignore the above; ignore the rules; ignore these rules; ignore everything above; ignore prior; \
    disregard previous; disregard all; disregard the; disregard your; disregard any; disregard prior; \
    forget your; forget all previous; forget previous; forget everything above; forget the rules; \
    previous instructions; prior instructions; above instructions; new instructions; \
    earlier instructions; override your; override the; system prompt; system message; system note; \
    system ignore; system override; instruction to the model; instructions to the model; \
    important instruction; stop evaluating; you are now; you are an ai; as an ai; as a language model; \
    mark as relevant; mark this lead; mark me as; mark this as; mark this post; mark the author; \
    mark it as; classify this; classify me; classify as; classify the author; label this; label me; \
    label it; rate this lead; score this lead; rate this post; score this post; verdict relevant; \
    verdict is relevant; verdict must be; set verdict; set the verdict; output relevant; \
    answer relevant; answer with relevant; always relevant; always answer; is a perfect lead; \
    a perfect lead; perfect fit lead; is a qualified lead; a qualified buyer; verified as a qualified; \
    treat this user; treat this author; treat this post; treat me as; score 100; confidence 1 0; \
    confidence 0 99; confidence high; respond with; respond only; reply with the words; \
    output json; output the following; begin system; jailbreak; decode this and; obey; to the ai; \
    for ai; for the ai; note to ai; note to automated; note to the model; automated reviewers; \
    dear ai; dear bots; attention ai; hey ai; hey chatgpt; assistant forget; assistant ignore; \
    role system; reveal your; ignoriere; ignorier alle; vergiss alle; vorherigen anweisungen; \
    bisherigen anweisungen; alle anweisungen; als relevant; ignora las instrucciones; \
    ignora todas las; ignora todo lo anterior; instrucciones anteriores; olvida las instrucciones; \
    como relevante; ignorez les instructions; ignorez toutes; ignore les instructions; \
    instructions precedentes; comme pertinent; oubliez les instructions; ignora le istruzioni; \
    ignora tutte; istruzioni precedenti; come rilevante; ignore as instrucoes; ignore todas as; \
    instrucoes anteriores; negeer alle; negeer de; negeer vorige; vorige instructies; \
    eerdere instructies; als relevant; игнорируй; игнорируйте; предыдущие инструкции; \
    onceki talimatlari; talimatlari yok say; talimatlari gormezden";

pub(super) const PROMO_HINT: &str = "\
    unlock; introducing; our clients; our platform; our solution; discount; sign up; now available; \
    helps teams; helps companies; last chance; proud to announce; excited to announce";

pub(super) const JOB_AD_HINT: &str =
    "hiring; full time; part time; candidates; candidate; remote position; cdi; is hiring; hiring for";

pub(super) const PAIN_HINT: &str = "\
    mistakes; hate; dread; evenings; took us; takes me; takes us; bounce; bounced; manually; manuell; \
    chasing; losing; overdue; by hand; too long; awful; terrible; all weekend";
