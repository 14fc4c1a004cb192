PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE skein_migrations (
    version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum BLOB NOT NULL,
    applied_at INTEGER NOT NULL
) STRICT;
INSERT INTO skein_migrations VALUES(1,'create_definitions',X'626813c6f238b3f898c9298c205109566c8ae10584346fb373e62083d57cb86a',1795280786531074);
INSERT INTO skein_migrations VALUES(2,'create_executions',X'ede354eccbcab75225b8ffa9f52cbab6d35f293cd1844f79332cacd35edf94c3',1795280786531074);
INSERT INTO skein_migrations VALUES(3,'create_approvals',X'e57f35c0dccdc804eb33c6eb611e2c52858f98ac1ff5d55a73ce1ab9f324404c',1795280786531074);
INSERT INTO skein_migrations VALUES(4,'create_audit_log',X'a48c7647dbfaa668c96a94e57c2d798aee5d55ca991c7e474f2b7cb7e9fb730e',1795280786531074);
INSERT INTO skein_migrations VALUES(5,'create_human_tasks',X'c3c48a6d8da3fc6e144086f68e1fe6ea0b4a0de10aef7502efad1f09924b3ce6',1795280786531074);
INSERT INTO skein_migrations VALUES(6,'create_child_waits',X'4bd5db5b395d4498f5597c1408da790abd81ae0d9529f88273e5976e572eeeec',1795280786531074);
INSERT INTO skein_migrations VALUES(7,'create_audit_head',X'a0d743c4eb8f95162cd8035c974d1a3b94c343b25151275df26d41b634a99afa',1795280786531074);
CREATE TABLE definitions (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    discipline TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'testing', 'active', 'deprecated', 'archived')),
    tags TEXT NOT NULL,
    version INTEGER NOT NULL,
    content_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    updated_by TEXT NOT NULL
) STRICT;
INSERT INTO definitions VALUES(1,'01a1ff12-d51e-753f-9906-ef37ca7af859','greeting','greeting','test','active','[]',2,X'e93319320616808431b57becb5f8e494bd66cc16302b2e101fcd8bf3f5f49a44',1795280786718814,1795280786962282,'ada','ada');
INSERT INTO definitions VALUES(2,'01a1ff12-d6f7-77fa-9892-00b2b18c9bbe','renewal','renewal','test','active','[]',1,X'1125bf6fe22cd474f66938f8d4580ca58a215ae3c52403672ea24a50a93a761c',1795280787191283,1795280787191283,'ada','ada');
INSERT INTO definitions VALUES(3,'01a1ff12-d832-765b-9559-105e4ccb39b6','cooling','cooling','test','active','[]',1,X'9ba91227d1e0086701a5ab3d68b40f8a81cfdef6be04bcc68fdc45122aebe9e9',1795280787506158,1795280787506158,'ada','ada');
INSERT INTO definitions VALUES(4,'01a1ff12-d90f-72a3-babc-48359ec78654','flaky','flaky','test','active','[]',1,X'b5e2649f31932384e267b4fb2f04278de2fca424fffc4426bc464384b57102bd',1795280787727005,1795280787727005,'ada','ada');
INSERT INTO definitions VALUES(5,'01a1ff12-d9f8-7005-8778-1165c97cd6a1','parcel','parcel','test','active','[]',1,X'325bcdd0f0acfef56e05aa3149949d091606121e69ef79958d476fe425c4453e',1795280787960844,1795280787960844,'ada','ada');
INSERT INTO definitions VALUES(6,'01a1ff12-db55-7874-83fc-5ad82e38f356','payment','payment','test','active','[]',1,X'5adce9fb21311f5405fffee120d40041f2eb989eaa71e8ecdb0aaea12886040b',1795280788309797,1795280788309797,'ada','ada');
INSERT INTO definitions VALUES(7,'01a1ff12-db95-78f0-99e2-6f66a845aa4c','order','order','test','active','[]',1,X'da0388b25677dc211cf9387a266606c1fc4ef2be1c8b89049d7208dd7464da19',1795280788373286,1795280788373286,'ada','ada');
CREATE TABLE definition_versions (
    id INTEGER PRIMARY KEY,
    definition INTEGER NOT NULL REFERENCES definitions (id),
    version INTEGER NOT NULL,
    document TEXT NOT NULL,
    content_hash BLOB NOT NULL,
    change_description TEXT NOT NULL,
    rolled_back_to INTEGER,
    author TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (definition, version)
) STRICT;
INSERT INTO definition_versions VALUES(1,1,1,'{"deliverable_type":"greeting","display_name":"greeting","discipline":"test","input_schema":{"type":"object","required":["name","age"],"properties":{"name":{"type":"string"},"age":{"type":"integer"}}},"output":{"text":"$greeting.text"},"risk_config":{"factors":[{"name":"minor","when":"$input.age < 18","weight":0.95}]},"workflow_steps":[{"step_name":"greet","type":"transform","set":{"text":"Hello {{input.name}}"},"output_variable":"greeting"}]}',X'354ed32e8ddc37fb961c212221bec6f7a09e6fbc39fa5adce258925f040e1593','Created',NULL,'ada',1795280786718814);
INSERT INTO definition_versions VALUES(2,1,2,'{"deliverable_type":"greeting","display_name":"greeting","discipline":"test","input_schema":{"type":"object","required":["name","age"],"properties":{"name":{"type":"string"},"age":{"type":"integer"}}},"output":{"text":"$greeting.text"},"risk_config":{"factors":[{"name":"minor","when":"$input.age < 18","weight":0.95}]},"workflow_steps":[{"step_name":"greet","type":"transform","set":{"text":"Good day {{input.name}}"},"output_variable":"greeting"}]}',X'e93319320616808431b57becb5f8e494bd66cc16302b2e101fcd8bf3f5f49a44','More polite',NULL,'ada',1795280786962282);
INSERT INTO definition_versions VALUES(3,2,1,'{"deliverable_type":"renewal","display_name":"renewal","discipline":"test","input_schema":{"type":"object"},"output":{"asked":"$asked.decision","called":"$called.n"},"workflow_steps":[{"step_name":"both","type":"parallel","branches":[{"name":"people","steps":[{"step_name":"ask","type":"human","kind":"approval","task":{"title":"Renew it","roles":["manager"]},"output_variable":"asked"}]},{"name":"machine","steps":[{"step_name":"call","function_to_call":"ledger.hang","input_mapping":{"n":7},"output_variable":"called"}]}]}]}',X'1125bf6fe22cd474f66938f8d4580ca58a215ae3c52403672ea24a50a93a761c','Created',NULL,'ada',1795280787191283);
INSERT INTO definition_versions VALUES(4,3,1,'{"deliverable_type":"cooling","display_name":"cooling","discipline":"test","input_schema":{"type":"object"},"output":{"text":"$done.text"},"workflow_steps":[{"step_name":"cool","type":"wait","for":"1h"},{"step_name":"done","type":"transform","set":{"text":"cold"},"output_variable":"done"}]}',X'9ba91227d1e0086701a5ab3d68b40f8a81cfdef6be04bcc68fdc45122aebe9e9','Created',NULL,'ada',1795280787506158);
INSERT INTO definition_versions VALUES(5,4,1,'{"deliverable_type":"flaky","display_name":"flaky","discipline":"test","input_schema":{"type":"object"},"output":"$tried","workflow_steps":[{"step_name":"try","function_to_call":"ledger.flaky","input_mapping":{"n":3},"output_variable":"tried","retry_policy":{"strategy":"fixed","max_attempts":3,"initial_delay":"1h","jitter":false}}]}',X'b5e2649f31932384e267b4fb2f04278de2fca424fffc4426bc464384b57102bd','Created',NULL,'ada',1795280787727005);
INSERT INTO definition_versions VALUES(6,5,1,'{"deliverable_type":"parcel","display_name":"parcel","discipline":"test","input_schema":{"type":"object"},"output":"$all","workflow_steps":[{"step_name":"each","type":"for_each","items":[7,8],"as":"number","key":"$index","output_variable":"all","steps":[{"step_name":"paid","type":"wait","signal":{"name":"paid","correlate":"$signal.payload.number == $number"},"output_variable":"payment"}]}]}',X'325bcdd0f0acfef56e05aa3149949d091606121e69ef79958d476fe425c4453e','Created',NULL,'ada',1795280787960844);
INSERT INTO definition_versions VALUES(7,6,1,'{"deliverable_type":"payment","display_name":"payment","discipline":"test","input_schema":{"type":"object"},"output":"$paid","workflow_steps":[{"step_name":"pay","type":"wait","signal":{"name":"paid"},"output_variable":"paid"}]}',X'5adce9fb21311f5405fffee120d40041f2eb989eaa71e8ecdb0aaea12886040b','Created',NULL,'ada',1795280788309797);
INSERT INTO definition_versions VALUES(8,7,1,'{"deliverable_type":"order","display_name":"order","discipline":"test","input_schema":{"type":"object"},"output":"$payment","workflow_steps":[{"step_name":"pay","type":"workflow","workflow":"payment","output_variable":"payment"}]}',X'da0388b25677dc211cf9387a266606c1fc4ef2be1c8b89049d7208dd7464da19','Created',NULL,'ada',1795280788373286);
CREATE TABLE executions (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    definition INTEGER NOT NULL REFERENCES definitions (id),
    version INTEGER NOT NULL,
    content_hash BLOB NOT NULL,
    status TEXT NOT NULL,
    user_id TEXT NOT NULL,
    project_id TEXT,
    started_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    ended_at INTEGER,
    last_sequence INTEGER NOT NULL,
    head_hash BLOB NOT NULL,
    risk_score REAL,
    risk_band TEXT,
    requires_approval INTEGER NOT NULL DEFAULT 0,
    failure_code TEXT,
    failure_message TEXT,
    failed_step TEXT,
    failed_step_number INTEGER
, parent INTEGER REFERENCES executions (id) ON DELETE SET NULL, parent_path TEXT, parent_waits INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO executions VALUES(1,'01a1ff12-d57a-7169-9210-baa69757b7db',1,1,X'354ed32e8ddc37fb961c212221bec6f7a09e6fbc39fa5adce258925f040e1593','awaiting_approval','ada',NULL,1795280786811016,1795280786811016,NULL,4,X'cb92378a7980134c2f12d85b49b8eb985a18a41933ba26f50f3720419d0c4e83',0.94999999999999995559,'approval_required',1,NULL,NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO executions VALUES(2,'01a1ff12-d65e-701f-ba94-76c94e087f01',1,2,X'e93319320616808431b57becb5f8e494bd66cc16302b2e101fcd8bf3f5f49a44','completed','ada',NULL,1795280787038533,1795280787038533,1795280787038533,4,X'a0e0678f06b0ffb5f08faf81725e6e946679133d389e33b064f0831fe2c73cd6',0.0,'auto_approved',0,NULL,NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO executions VALUES(3,'01a1ff12-d753-7e30-8c19-65a7110c308a',2,1,X'1125bf6fe22cd474f66938f8d4580ca58a215ae3c52403672ea24a50a93a761c','running','ada',NULL,1795280787283232,1795280787417412,NULL,7,X'47d61e4f5e6e42026956ee69e264b356cd24ef9c5af2c57b51646a19d44fb4bb',NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO executions VALUES(4,'01a1ff12-d879-76df-adf0-4fabab037c2f',3,1,X'9ba91227d1e0086701a5ab3d68b40f8a81cfdef6be04bcc68fdc45122aebe9e9','waiting','ada',NULL,1795280787578022,1795280787578022,NULL,2,X'7dda759e5d77b3c7315fd1d50c38807e5799ae1d3f464c55214015f22a8a2e6c',NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO executions VALUES(5,'01a1ff12-d97e-7bec-9178-2503ceb98e1c',4,1,X'b5e2649f31932384e267b4fb2f04278de2fca424fffc4426bc464384b57102bd','waiting','ada',NULL,1795280787839027,1795280787844434,NULL,3,X'a66e52c33cef1ab3b27d128ee491d3a3853d0d8ee88dfb0a6a53afd22d23085f',NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO executions VALUES(6,'01a1ff12-da36-75a2-b9a5-7b9caeaf2be2',5,1,X'325bcdd0f0acfef56e05aa3149949d091606121e69ef79958d476fe425c4453e','waiting','ada',NULL,1795280788022478,1795280788168892,NULL,9,X'baa665f1e0e6c715d3eafa39f6aa7471265160a913210fe144f86ec01aa56cb0',NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO executions VALUES(7,'01a1ff12-dc03-7d6f-980f-d8bf018001e1',7,1,X'da0388b25677dc211cf9387a266606c1fc4ef2be1c8b89049d7208dd7464da19','waiting','ada',NULL,1795280788483813,1795280788497921,NULL,3,X'f0952aeb13b90b65af450d3b0853971c227a8118146dcfe21f6909068a494d28',NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO executions VALUES(8,'01a1ff12-dc03-7357-a236-066b7110e863',6,1,X'5adce9fb21311f5405fffee120d40041f2eb989eaa71e8ecdb0aaea12886040b','waiting','ada',NULL,1795280788494081,1795280788494081,NULL,2,X'4e2ddbab8696ac49308f36b1cf46b77551555ad60e18f2ec4112fa0b23fc6495',NULL,NULL,0,NULL,NULL,NULL,NULL,7,'pay',1);
CREATE TABLE execution_events (
    id INTEGER PRIMARY KEY,
    execution INTEGER NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    sequence INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    payload TEXT NOT NULL,
    hash BLOB NOT NULL,
    UNIQUE (execution, sequence)
) STRICT;
INSERT INTO execution_events VALUES(1,1,1,'execution_started',1795280786811016,'{"execution_id":"01a1ff12-d57a-7169-9210-baa69757b7db","definition":{"key":"greeting","version":1,"content_hash":"354ed32e8ddc37fb961c212221bec6f7a09e6fbc39fa5adce258925f040e1593"},"input":{"name":"Tim","age":9},"user_id":"ada"}',X'0d3ce840252a2b6b269697588976420f7a60297f4b3b66e78bc49274b1adbe89');
INSERT INTO execution_events VALUES(2,1,2,'step_completed',1795280786811016,'{"path":"greet","attempt":1,"output":{"text":"Hello Tim"}}',X'65a957edd1a925ce73e87b8e3f1922d9eea918208274d8bc7d746793daecc65a');
INSERT INTO execution_events VALUES(3,1,3,'risk_assessed',1795280786811016,'{"score":0.95,"band":"approval_required","factors":[{"name":"minor","weight":0.95,"level":1.0}],"output":{"text":"Hello Tim"}}',X'7290b8fbeef094a301952da6581f1167f59a6e4dcc2d677cc8e05c82cd30653a');
INSERT INTO execution_events VALUES(4,1,4,'approval_requested',1795280786811016,'{"approval_id":"01a1ff12-d57b-75c2-baba-1ede0f78edcf","evidence":{"execution_id":"01a1ff12-d57a-7169-9210-baa69757b7db","definition":{"key":"greeting","version":1,"content_hash":"354ed32e8ddc37fb961c212221bec6f7a09e6fbc39fa5adce258925f040e1593"},"input":{"name":"Tim","age":9},"output":{"text":"Hello Tim"},"differences":[{"pointer":"/name","old":"Tim"},{"pointer":"/age","old":9},{"pointer":"/text","new":"Hello Tim"}],"risk":{"score":0.95,"band":"approval_required","factors":[{"name":"minor","weight":0.95,"level":1.0}]},"warnings":[]},"evidence_hash":"db63a5a4c37585f7534984f7ab6b2644891b8d81515480460a033194d777a043","roles":[],"approvals":1,"not_author":true}',X'cb92378a7980134c2f12d85b49b8eb985a18a41933ba26f50f3720419d0c4e83');
INSERT INTO execution_events VALUES(5,2,1,'execution_started',1795280787038533,'{"execution_id":"01a1ff12-d65e-701f-ba94-76c94e087f01","definition":{"key":"greeting","version":2,"content_hash":"e93319320616808431b57becb5f8e494bd66cc16302b2e101fcd8bf3f5f49a44"},"input":{"name":"Ada","age":36},"user_id":"ada"}',X'49864901463f2ea6e8841ef326834279801fdf4ec141ceaded1eefa3f8e7634b');
INSERT INTO execution_events VALUES(6,2,2,'step_completed',1795280787038533,'{"path":"greet","attempt":1,"output":{"text":"Good day Ada"}}',X'818225fd5400099789307e9c06ae1630565355cbb8bacfc7aef9c9d9162961d6');
INSERT INTO execution_events VALUES(7,2,3,'risk_assessed',1795280787038533,'{"score":0.0,"band":"auto_approved","factors":[],"output":{"text":"Good day Ada"}}',X'411e505e2ae9e0b4ed00bec7ffe53738ecb298611a681fb1e7ebcc3b8b99017b');
INSERT INTO execution_events VALUES(8,2,4,'execution_ended',1795280787038533,'{"status":"completed"}',X'a0e0678f06b0ffb5f08faf81725e6e946679133d389e33b064f0831fe2c73cd6');
INSERT INTO execution_events VALUES(9,3,1,'execution_started',1795280787283232,'{"execution_id":"01a1ff12-d753-7e30-8c19-65a7110c308a","definition":{"key":"renewal","version":1,"content_hash":"1125bf6fe22cd474f66938f8d4580ca58a215ae3c52403672ea24a50a93a761c"},"input":{},"user_id":"ada"}',X'761fb270b191f1cd5ddeebd36e4e9a467f1ba321467a3ee345db603899144b24');
INSERT INTO execution_events VALUES(10,3,2,'step_started',1795280787283232,'{"path":"both","keys":["people","machine"]}',X'89e2a23ede84e16a49ebc8cb69d3bc7452cfcf30ee557cc33984e6791f27f9d8');
INSERT INTO execution_events VALUES(11,3,3,'scope_opened',1795280787283232,'{"path":"both[people]","arm":"people"}',X'0c3565c3f38f6c815a2e84bdab853a0dcb420e40f74742e7d7d537a2b8661643');
INSERT INTO execution_events VALUES(12,3,4,'scope_opened',1795280787283232,'{"path":"both[machine]","arm":"machine"}',X'e71f809681395518e1f1153dfb516adf9d054e1fb3ef2d1ff74415bf06900f64');
INSERT INTO execution_events VALUES(13,3,5,'human_task_opened',1795280787283232,'{"path":"both[people]/ask","task":{"id":"01a1ff12-d753-771a-9fd8-830692d06b2c","kind":"approval","title":"Renew it","assignees":[],"roles":["manager"]}}',X'8d5fa076049ad350d0a833c30a9a53dc7f7f2b3265d60873c75d9252de12d891');
INSERT INTO execution_events VALUES(14,3,6,'step_scheduled',1795280787283232,'{"path":"both[machine]/call","attempt":1,"function":"ledger.hang","input":{"n":7}}',X'2f621c2729ce83dc075fbeab37ec58f5e0ce5b1739785047a3356161f1215536');
INSERT INTO execution_events VALUES(15,3,7,'human_task_claimed',1795280787417412,'{"path":"both[people]/ask","by":"eve"}',X'47d61e4f5e6e42026956ee69e264b356cd24ef9c5af2c57b51646a19d44fb4bb');
INSERT INTO execution_events VALUES(16,4,1,'execution_started',1795280787578022,'{"execution_id":"01a1ff12-d879-76df-adf0-4fabab037c2f","definition":{"key":"cooling","version":1,"content_hash":"9ba91227d1e0086701a5ab3d68b40f8a81cfdef6be04bcc68fdc45122aebe9e9"},"input":{},"user_id":"ada"}',X'166237c12d30d6a50a06aa9f656808ecffd484ebb5fc62283310876948bad43b');
INSERT INTO execution_events VALUES(17,4,2,'step_waiting',1795280787578022,'{"path":"cool","until":"2026-11-21T18:06:27.578022Z"}',X'7dda759e5d77b3c7315fd1d50c38807e5799ae1d3f464c55214015f22a8a2e6c');
INSERT INTO execution_events VALUES(18,5,1,'execution_started',1795280787839027,'{"execution_id":"01a1ff12-d97e-7bec-9178-2503ceb98e1c","definition":{"key":"flaky","version":1,"content_hash":"b5e2649f31932384e267b4fb2f04278de2fca424fffc4426bc464384b57102bd"},"input":{},"user_id":"ada"}',X'919267662099f0b32f2da437bd382e22ffe8bc6168933db68a14363d224bc51a');
INSERT INTO execution_events VALUES(19,5,2,'step_scheduled',1795280787839027,'{"path":"try","attempt":1,"function":"ledger.flaky","input":{"n":3}}',X'd2b53f16bbccf0d915bd4a5eeff2dd917a5843ad1f1603d327c2295cb4674834');
INSERT INTO execution_events VALUES(20,5,3,'step_retry_scheduled',1795280787844434,'{"path":"try","attempt":2,"fire_at":"2026-11-21T18:06:27.844434Z","failure":{"code":"busy","message":"Try again.","retryable":true}}',X'a66e52c33cef1ab3b27d128ee491d3a3853d0d8ee88dfb0a6a53afd22d23085f');
INSERT INTO execution_events VALUES(21,6,1,'execution_started',1795280788022478,'{"execution_id":"01a1ff12-da36-75a2-b9a5-7b9caeaf2be2","definition":{"key":"parcel","version":1,"content_hash":"325bcdd0f0acfef56e05aa3149949d091606121e69ef79958d476fe425c4453e"},"input":{},"user_id":"ada"}',X'b7e3732f3eb67ff340a8a11b41b6e374644930d8ebf2635c0c5f25a1678b370d');
INSERT INTO execution_events VALUES(22,6,2,'step_started',1795280788022478,'{"path":"each","keys":["0","1"],"items":[7,8]}',X'c95555a6d0340a66761afa6bc6f87aa11ccc631c0de2c09332595b35b3d430b1');
INSERT INTO execution_events VALUES(23,6,3,'scope_opened',1795280788022478,'{"path":"each[0]","arm":"steps"}',X'3a760bd1997822658206400f9ba1a5564bd1f24bf56be8e292546d8806955bfb');
INSERT INTO execution_events VALUES(24,6,4,'scope_opened',1795280788022478,'{"path":"each[1]","arm":"steps"}',X'caaee7e6b43eb34184c856eca828440e4d2c64f1436fce21942abf7c8f513012');
INSERT INTO execution_events VALUES(25,6,5,'step_waiting',1795280788022478,'{"path":"each[0]/paid","signal":"paid"}',X'aeebde4aa82dadcd0c0415f2a457e2410fec9449f0820fce19d459b0582c0810');
INSERT INTO execution_events VALUES(26,6,6,'step_waiting',1795280788022478,'{"path":"each[1]/paid","signal":"paid"}',X'c341c168b82ba4427045ed1847dbfe2fecf65e84273e98ee9548be117f112aef');
INSERT INTO execution_events VALUES(27,6,7,'signal_received',1795280788168892,'{"id":"pay-8","name":"paid","payload":{"number":8},"sent_by":"ada"}',X'f2bf6ebdad0a6c036b0161bdb97497ece1a73dd7fffc93cb1a477ce0fb64420c');
INSERT INTO execution_events VALUES(28,6,8,'step_completed',1795280788168892,'{"path":"each[1]/paid","attempt":1,"output":{"number":8},"signal_id":"pay-8"}',X'e3ebcf5848bd832083c645e7975a46de825df123cf014661e79a29ddd8e6b730');
INSERT INTO execution_events VALUES(29,6,9,'scope_closed',1795280788168892,'{"path":"each[1]","output":{"payment":{"number":8}}}',X'baa665f1e0e6c715d3eafa39f6aa7471265160a913210fe144f86ec01aa56cb0');
INSERT INTO execution_events VALUES(30,7,1,'execution_started',1795280788483813,'{"execution_id":"01a1ff12-dc03-7d6f-980f-d8bf018001e1","definition":{"key":"order","version":1,"content_hash":"da0388b25677dc211cf9387a266606c1fc4ef2be1c8b89049d7208dd7464da19"},"input":{},"user_id":"ada"}',X'cf0120f57d9d622de2e395b679620e032cd6ae22d87eeb2cadb4c778b8198aef');
INSERT INTO execution_events VALUES(31,7,2,'step_scheduled',1795280788483813,'{"path":"pay","attempt":1,"workflow":"payment","child":{"execution_id":"01a1ff12-dc03-7357-a236-066b7110e863"},"input":{}}',X'b8c985de585255559b07aa92e8fb771976b481412c2646a469f4f8265a1390fa');
INSERT INTO execution_events VALUES(32,8,1,'execution_started',1795280788494081,'{"execution_id":"01a1ff12-dc03-7357-a236-066b7110e863","definition":{"key":"payment","version":1,"content_hash":"5adce9fb21311f5405fffee120d40041f2eb989eaa71e8ecdb0aaea12886040b"},"input":{},"user_id":"ada","parent":{"execution_id":"01a1ff12-dc03-7d6f-980f-d8bf018001e1","path":"pay","waits":true,"depth":1}}',X'c1d923133c95d2b830c7a7aa90bb3a123c273fe2c66272bba48eeac1aee85330');
INSERT INTO execution_events VALUES(33,8,2,'step_waiting',1795280788494081,'{"path":"pay","signal":"paid"}',X'4e2ddbab8696ac49308f36b1cf46b77551555ad60e18f2ec4112fa0b23fc6495');
INSERT INTO execution_events VALUES(34,7,3,'child_started',1795280788497921,'{"path":"pay","execution_id":"01a1ff12-dc03-7357-a236-066b7110e863","definition":{"key":"payment","version":1,"content_hash":"5adce9fb21311f5405fffee120d40041f2eb989eaa71e8ecdb0aaea12886040b"}}',X'f0952aeb13b90b65af450d3b0853971c227a8118146dcfe21f6909068a494d28');
CREATE TABLE step_runs (
    execution INTEGER NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    step_name TEXT NOT NULL,
    step_number INTEGER,
    status TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    scheduled_sequence INTEGER,
    result_sequence INTEGER,
    failure_code TEXT,
    PRIMARY KEY (execution, path)
) STRICT, WITHOUT ROWID;
INSERT INTO step_runs VALUES(1,'greet','greet',NULL,'completed',1,1795280786811016,1795280786811016,NULL,2,NULL);
INSERT INTO step_runs VALUES(2,'greet','greet',NULL,'completed',1,1795280787038533,1795280787038533,NULL,2,NULL);
INSERT INTO step_runs VALUES(3,'both','both',NULL,'running',1,1795280787283232,NULL,NULL,NULL,NULL);
INSERT INTO step_runs VALUES(3,'both[machine]/call','call',NULL,'running',1,1795280787283232,NULL,6,NULL,NULL);
INSERT INTO step_runs VALUES(3,'both[people]/ask','ask',NULL,'waiting',1,1795280787283232,NULL,NULL,NULL,NULL);
INSERT INTO step_runs VALUES(4,'cool','cool',NULL,'waiting',1,1795280787578022,NULL,NULL,NULL,NULL);
INSERT INTO step_runs VALUES(5,'try','try',NULL,'retrying',1,1795280787839027,NULL,2,NULL,'busy');
INSERT INTO step_runs VALUES(6,'each','each',NULL,'running',1,1795280788022478,NULL,NULL,NULL,NULL);
INSERT INTO step_runs VALUES(6,'each[0]/paid','paid',NULL,'waiting',1,1795280788022478,NULL,NULL,NULL,NULL);
INSERT INTO step_runs VALUES(6,'each[1]/paid','paid',NULL,'completed',1,1795280788022478,1795280788168892,NULL,8,NULL);
INSERT INTO step_runs VALUES(7,'pay','pay',NULL,'waiting',1,1795280788483813,NULL,2,NULL,NULL);
INSERT INTO step_runs VALUES(8,'pay','pay',NULL,'waiting',1,1795280788494081,NULL,NULL,NULL,NULL);
CREATE TABLE tasks (
    execution INTEGER NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    function TEXT NOT NULL,
    PRIMARY KEY (execution, path)
) STRICT, WITHOUT ROWID;
INSERT INTO tasks VALUES(3,'both[machine]/call',1,'ledger.hang');
CREATE TABLE timers (
    execution INTEGER NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    fire_at INTEGER NOT NULL,
    PRIMARY KEY (execution, name)
) STRICT, WITHOUT ROWID;
INSERT INTO timers VALUES(4,'wait:cool',1795284387578022);
INSERT INTO timers VALUES(5,'retry:2:try',1795284387844434);
CREATE TABLE approvals (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    execution INTEGER NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    status TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    expires_at INTEGER,
    ended_at INTEGER,
    roles TEXT NOT NULL,
    approvals_needed INTEGER NOT NULL,
    approvals_given INTEGER NOT NULL,
    risk_score REAL NOT NULL,
    evidence_hash BLOB NOT NULL,
    request_sequence INTEGER NOT NULL
) STRICT;
INSERT INTO approvals VALUES(1,'01a1ff12-d57b-75c2-baba-1ede0f78edcf',1,'pending',1795280786811016,NULL,NULL,'[]',1,0,0.94999999999999995559,X'db63a5a4c37585f7534984f7ab6b2644891b8d81515480460a033194d777a043',4);
CREATE TABLE audit_log (
    sequence INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    details TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;
INSERT INTO audit_log VALUES(1,1795280786718814,'ada','definition.created','definition/greeting','{"version":1,"note":"Created"}',X'ee42a136d3f8a4a86de9ceae7858c5231576a404a01bfa25c4b788e8d1a40990');
INSERT INTO audit_log VALUES(2,1795280786962282,'ada','definition.updated','definition/greeting','{"version":2,"note":"More polite","content_hash":"e93319320616808431b57becb5f8e494bd66cc16302b2e101fcd8bf3f5f49a44"}',X'2fb0db4a82da55dacaebce724f3d026086ab85f563eacba4320e79675f6cca1a');
INSERT INTO audit_log VALUES(3,1795280787191283,'ada','definition.created','definition/renewal','{"version":1,"note":"Created"}',X'e9d957c1ed27b4ffbb9589c6cf883be447b1382ae10110a077d88916adfdf414');
INSERT INTO audit_log VALUES(4,1795280787506158,'ada','definition.created','definition/cooling','{"version":1,"note":"Created"}',X'6e3c5af6753712bee250c9692a5ac800a670b73d8887c4ac08dfe86704da964b');
INSERT INTO audit_log VALUES(5,1795280787727005,'ada','definition.created','definition/flaky','{"version":1,"note":"Created"}',X'45dd37b7078c9e2714ba101b6090da559d093b435a5f583558d64ffdcd85f48a');
INSERT INTO audit_log VALUES(6,1795280787960844,'ada','definition.created','definition/parcel','{"version":1,"note":"Created"}',X'3e3c6ce80ab589a7f5314bc544bbf2604ec0cf942c1273991f771770d58325af');
INSERT INTO audit_log VALUES(7,1795280788309797,'ada','definition.created','definition/payment','{"version":1,"note":"Created"}',X'8ca2f755cb86218d27f926d611948402593e2ecc532d543a3659408a577708b9');
INSERT INTO audit_log VALUES(8,1795280788373286,'ada','definition.created','definition/order','{"version":1,"note":"Created"}',X'31e6e0b2e36116a1d446c2237f3466f52b3ccf30f5c0a0cda57902627c8ee9c2');
CREATE TABLE idempotency_keys (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    reference TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE human_tasks (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    execution INTEGER NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'completed', 'closed')),
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    assignees TEXT NOT NULL,
    roles TEXT NOT NULL,
    claimed_by TEXT,
    opened_at INTEGER NOT NULL,
    due_at INTEGER,
    ended_at INTEGER,
    is_overdue INTEGER NOT NULL,
    opened_sequence INTEGER NOT NULL
) STRICT;
INSERT INTO human_tasks VALUES(1,'01a1ff12-d753-771a-9fd8-830692d06b2c',3,'both[people]/ask','open','approval','Renew it','[]','["manager"]','eve',1795280787283232,NULL,NULL,0,5);
CREATE TABLE signal_waits (
    execution INTEGER NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (execution, path)
) STRICT, WITHOUT ROWID;
INSERT INTO signal_waits VALUES(6,'each[0]/paid','paid');
INSERT INTO signal_waits VALUES(8,'pay','paid');
CREATE TABLE child_waits (
    execution INTEGER NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    child TEXT NOT NULL,
    PRIMARY KEY (execution, path)
) STRICT, WITHOUT ROWID;
INSERT INTO child_waits VALUES(7,'pay','01a1ff12-dc03-7357-a236-066b7110e863');
CREATE TABLE audit_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    sequence INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;
INSERT INTO audit_head VALUES(1,8,X'31e6e0b2e36116a1d446c2237f3466f52b3ccf30f5c0a0cda57902627c8ee9c2');
CREATE INDEX definitions_by_status ON definitions (status, id);
CREATE INDEX definitions_by_discipline ON definitions (discipline, id);
CREATE TRIGGER definition_versions_are_immutable BEFORE UPDATE ON definition_versions
BEGIN
    SELECT RAISE (ABORT, 'definition versions are immutable');
END;
CREATE TRIGGER definition_versions_stay BEFORE DELETE ON definition_versions
BEGIN
    SELECT RAISE (ABORT, 'definition versions are immutable');
END;
CREATE INDEX executions_by_status ON executions (status, id);
CREATE INDEX executions_by_definition ON executions (definition, status, id);
CREATE INDEX timers_by_time ON timers (fire_at);
CREATE INDEX approvals_by_status ON approvals (status, id);
CREATE INDEX approvals_by_execution ON approvals (execution);
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (created_at);
CREATE INDEX human_tasks_by_status ON human_tasks (status, id);
CREATE INDEX human_tasks_by_execution ON human_tasks (execution);
CREATE INDEX signal_waits_by_name ON signal_waits (name);
CREATE INDEX executions_by_parent ON executions (parent, id) WHERE parent IS NOT NULL;
COMMIT;
