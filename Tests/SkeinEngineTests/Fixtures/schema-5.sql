PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE skein_migrations (
    version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum BLOB NOT NULL,
    applied_at INTEGER NOT NULL
) STRICT;
INSERT INTO skein_migrations VALUES(1,'create_definitions',X'626813c6f238b3f898c9298c205109566c8ae10584346fb373e62083d57cb86a',1795280784904444);
INSERT INTO skein_migrations VALUES(2,'create_executions',X'ede354eccbcab75225b8ffa9f52cbab6d35f293cd1844f79332cacd35edf94c3',1795280784904444);
INSERT INTO skein_migrations VALUES(3,'create_approvals',X'e57f35c0dccdc804eb33c6eb611e2c52858f98ac1ff5d55a73ce1ab9f324404c',1795280784904444);
INSERT INTO skein_migrations VALUES(4,'create_audit_log',X'a48c7647dbfaa668c96a94e57c2d798aee5d55ca991c7e474f2b7cb7e9fb730e',1795280784904444);
INSERT INTO skein_migrations VALUES(5,'create_human_tasks',X'c3c48a6d8da3fc6e144086f68e1fe6ea0b4a0de10aef7502efad1f09924b3ce6',1795280784904444);
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
INSERT INTO definitions VALUES(1,'01a1ff12-cf32-7392-ae55-0cb8c98a2f06','greeting','greeting','test','active','[]',2,X'e93319320616808431b57becb5f8e494bd66cc16302b2e101fcd8bf3f5f49a44',1795280785202696,1795280785441195,'ada','ada');
INSERT INTO definitions VALUES(2,'01a1ff12-d116-771e-81fa-a31f437371c3','renewal','renewal','test','active','[]',1,X'1125bf6fe22cd474f66938f8d4580ca58a215ae3c52403672ea24a50a93a761c',1795280785686289,1795280785686289,'ada','ada');
INSERT INTO definitions VALUES(3,'01a1ff12-d1da-703d-b4cf-b9c711fcc5a1','cooling','cooling','test','active','[]',1,X'9ba91227d1e0086701a5ab3d68b40f8a81cfdef6be04bcc68fdc45122aebe9e9',1795280785882755,1795280785882755,'ada','ada');
INSERT INTO definitions VALUES(4,'01a1ff12-d287-7b73-9d6e-8c09044bd7e5','flaky','flaky','test','active','[]',1,X'b5e2649f31932384e267b4fb2f04278de2fca424fffc4426bc464384b57102bd',1795280786055401,1795280786055401,'ada','ada');
INSERT INTO definitions VALUES(5,'01a1ff12-d33a-783e-bfd1-76a8babf4c02','parcel','parcel','test','active','[]',1,X'325bcdd0f0acfef56e05aa3149949d091606121e69ef79958d476fe425c4453e',1795280786234804,1795280786234804,'ada','ada');
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
INSERT INTO definition_versions VALUES(1,1,1,'{"deliverable_type":"greeting","display_name":"greeting","discipline":"test","input_schema":{"type":"object","required":["name","age"],"properties":{"name":{"type":"string"},"age":{"type":"integer"}}},"output":{"text":"$greeting.text"},"risk_config":{"factors":[{"name":"minor","when":"$input.age < 18","weight":0.95}]},"workflow_steps":[{"step_name":"greet","type":"transform","set":{"text":"Hello {{input.name}}"},"output_variable":"greeting"}]}',X'354ed32e8ddc37fb961c212221bec6f7a09e6fbc39fa5adce258925f040e1593','Created',NULL,'ada',1795280785202696);
INSERT INTO definition_versions VALUES(2,1,2,'{"deliverable_type":"greeting","display_name":"greeting","discipline":"test","input_schema":{"type":"object","required":["name","age"],"properties":{"name":{"type":"string"},"age":{"type":"integer"}}},"output":{"text":"$greeting.text"},"risk_config":{"factors":[{"name":"minor","when":"$input.age < 18","weight":0.95}]},"workflow_steps":[{"step_name":"greet","type":"transform","set":{"text":"Good day {{input.name}}"},"output_variable":"greeting"}]}',X'e93319320616808431b57becb5f8e494bd66cc16302b2e101fcd8bf3f5f49a44','More polite',NULL,'ada',1795280785441195);
INSERT INTO definition_versions VALUES(3,2,1,'{"deliverable_type":"renewal","display_name":"renewal","discipline":"test","input_schema":{"type":"object"},"output":{"asked":"$asked.decision","called":"$called.n"},"workflow_steps":[{"step_name":"both","type":"parallel","branches":[{"name":"people","steps":[{"step_name":"ask","type":"human","kind":"approval","task":{"title":"Renew it","roles":["manager"]},"output_variable":"asked"}]},{"name":"machine","steps":[{"step_name":"call","function_to_call":"ledger.hang","input_mapping":{"n":7},"output_variable":"called"}]}]}]}',X'1125bf6fe22cd474f66938f8d4580ca58a215ae3c52403672ea24a50a93a761c','Created',NULL,'ada',1795280785686289);
INSERT INTO definition_versions VALUES(4,3,1,'{"deliverable_type":"cooling","display_name":"cooling","discipline":"test","input_schema":{"type":"object"},"output":{"text":"$done.text"},"workflow_steps":[{"step_name":"cool","type":"wait","for":"1h"},{"step_name":"done","type":"transform","set":{"text":"cold"},"output_variable":"done"}]}',X'9ba91227d1e0086701a5ab3d68b40f8a81cfdef6be04bcc68fdc45122aebe9e9','Created',NULL,'ada',1795280785882755);
INSERT INTO definition_versions VALUES(5,4,1,'{"deliverable_type":"flaky","display_name":"flaky","discipline":"test","input_schema":{"type":"object"},"output":"$tried","workflow_steps":[{"step_name":"try","function_to_call":"ledger.flaky","input_mapping":{"n":3},"output_variable":"tried","retry_policy":{"strategy":"fixed","max_attempts":3,"initial_delay":"1h","jitter":false}}]}',X'b5e2649f31932384e267b4fb2f04278de2fca424fffc4426bc464384b57102bd','Created',NULL,'ada',1795280786055401);
INSERT INTO definition_versions VALUES(6,5,1,'{"deliverable_type":"parcel","display_name":"parcel","discipline":"test","input_schema":{"type":"object"},"output":"$all","workflow_steps":[{"step_name":"each","type":"for_each","items":[7,8],"as":"number","key":"$index","output_variable":"all","steps":[{"step_name":"paid","type":"wait","signal":{"name":"paid","correlate":"$signal.payload.number == $number"},"output_variable":"payment"}]}]}',X'325bcdd0f0acfef56e05aa3149949d091606121e69ef79958d476fe425c4453e','Created',NULL,'ada',1795280786234804);
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
) STRICT;
INSERT INTO executions VALUES(1,'01a1ff12-cf89-718d-a9da-1555c961156a',1,1,X'354ed32e8ddc37fb961c212221bec6f7a09e6fbc39fa5adce258925f040e1593','awaiting_approval','ada',NULL,1795280785289861,1795280785289861,NULL,4,X'266d409a4ea26564c0904579124d9814717d513469cf05f420acbefe5ba0d4b8',0.94999999999999995559,'approval_required',1,NULL,NULL,NULL,NULL);
INSERT INTO executions VALUES(2,'01a1ff12-d094-729e-9ad0-f7995ec5c172',1,2,X'e93319320616808431b57becb5f8e494bd66cc16302b2e101fcd8bf3f5f49a44','completed','ada',NULL,1795280785556402,1795280785556402,1795280785556402,4,X'74324f69da2ef36092652ddf1b20c08672f677a7030b9f9e11d16716fe715983',0.0,'auto_approved',0,NULL,NULL,NULL,NULL);
INSERT INTO executions VALUES(3,'01a1ff12-d14f-7d47-ad7b-c5f8650f1e70',2,1,X'1125bf6fe22cd474f66938f8d4580ca58a215ae3c52403672ea24a50a93a761c','running','ada',NULL,1795280785743582,1795280785835871,NULL,7,X'63d0e8dbf2a3b940e8c8f0b7176882cf3a1bd36753d32448066bd571030f12a1',NULL,NULL,0,NULL,NULL,NULL,NULL);
INSERT INTO executions VALUES(4,'01a1ff12-d20c-72c7-948b-69c6ad6eb7f9',3,1,X'9ba91227d1e0086701a5ab3d68b40f8a81cfdef6be04bcc68fdc45122aebe9e9','waiting','ada',NULL,1795280785932787,1795280785932787,NULL,2,X'aad4f2800e351478cc559eb4b2462c9e32f8aa54f1c2d34786f1aa502db7f9d2',NULL,NULL,0,NULL,NULL,NULL,NULL);
INSERT INTO executions VALUES(5,'01a1ff12-d2d9-71c4-932e-b1f4ba3105f9',4,1,X'b5e2649f31932384e267b4fb2f04278de2fca424fffc4426bc464384b57102bd','waiting','ada',NULL,1795280786137865,1795280786140686,NULL,3,X'afcd2763bea3614bc68379dcbdefd8a8504d4883cd371bf64473e6da3c20b5ee',NULL,NULL,0,NULL,NULL,NULL,NULL);
INSERT INTO executions VALUES(6,'01a1ff12-d38a-7a47-9dac-38b9bf1799c3',5,1,X'325bcdd0f0acfef56e05aa3149949d091606121e69ef79958d476fe425c4453e','waiting','ada',NULL,1795280786314451,1795280786415507,NULL,9,X'0f6ecb9cf9e277739ac17b60f62824539370f980ba8145f25ab4de6b8f447040',NULL,NULL,0,NULL,NULL,NULL,NULL);
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
INSERT INTO execution_events VALUES(1,1,1,'execution_started',1795280785289861,'{"execution_id":"01a1ff12-cf89-718d-a9da-1555c961156a","definition":{"key":"greeting","version":1,"content_hash":"354ed32e8ddc37fb961c212221bec6f7a09e6fbc39fa5adce258925f040e1593"},"input":{"name":"Tim","age":9},"user_id":"ada"}',X'5a74a3f9e765d889f4cff246dd4d98ea233cf236ba80fbcd41a34f3a1c10fec1');
INSERT INTO execution_events VALUES(2,1,2,'step_completed',1795280785289861,'{"path":"greet","attempt":1,"output":{"text":"Hello Tim"}}',X'a09ca8e5defe709a2edb992538ccc2ef9f59f2c3495261e144e9ee89a2ea0155');
INSERT INTO execution_events VALUES(3,1,3,'risk_assessed',1795280785289861,'{"score":0.95,"band":"approval_required","factors":[{"name":"minor","weight":0.95,"level":1.0}],"output":{"text":"Hello Tim"}}',X'9bdca3edbc7e8d484ee3a9a165bb2f6ccb118fc03fdb13a4060b732d6ec1e623');
INSERT INTO execution_events VALUES(4,1,4,'approval_requested',1795280785289861,'{"approval_id":"01a1ff12-cf89-7c14-93f6-ffb5aa68d3ac","evidence":{"execution_id":"01a1ff12-cf89-718d-a9da-1555c961156a","definition":{"key":"greeting","version":1,"content_hash":"354ed32e8ddc37fb961c212221bec6f7a09e6fbc39fa5adce258925f040e1593"},"input":{"name":"Tim","age":9},"output":{"text":"Hello Tim"},"differences":[{"pointer":"/name","old":"Tim"},{"pointer":"/age","old":9},{"pointer":"/text","new":"Hello Tim"}],"risk":{"score":0.95,"band":"approval_required","factors":[{"name":"minor","weight":0.95,"level":1.0}]},"warnings":[]},"evidence_hash":"161e4448fbdce89582a0c986249979aa47b4114174c2972b5a93f0c2ba488972","roles":[],"approvals":1,"not_author":true}',X'266d409a4ea26564c0904579124d9814717d513469cf05f420acbefe5ba0d4b8');
INSERT INTO execution_events VALUES(5,2,1,'execution_started',1795280785556402,'{"execution_id":"01a1ff12-d094-729e-9ad0-f7995ec5c172","definition":{"key":"greeting","version":2,"content_hash":"e93319320616808431b57becb5f8e494bd66cc16302b2e101fcd8bf3f5f49a44"},"input":{"name":"Ada","age":36},"user_id":"ada"}',X'92fed666e50c5404e511156f8740b6b5aeb208124d4e37beec54900b5642a24c');
INSERT INTO execution_events VALUES(6,2,2,'step_completed',1795280785556402,'{"path":"greet","attempt":1,"output":{"text":"Good day Ada"}}',X'cc30edcd05ddd309829aa4c6dbc91bdc2f3608a1042ae4253330cdda6e5741b8');
INSERT INTO execution_events VALUES(7,2,3,'risk_assessed',1795280785556402,'{"score":0.0,"band":"auto_approved","factors":[],"output":{"text":"Good day Ada"}}',X'4d682bcd09a4776375cb450be19a6e6892c564609fb8406a5a0ecb534ee5ffa3');
INSERT INTO execution_events VALUES(8,2,4,'execution_ended',1795280785556402,'{"status":"completed"}',X'74324f69da2ef36092652ddf1b20c08672f677a7030b9f9e11d16716fe715983');
INSERT INTO execution_events VALUES(9,3,1,'execution_started',1795280785743582,'{"execution_id":"01a1ff12-d14f-7d47-ad7b-c5f8650f1e70","definition":{"key":"renewal","version":1,"content_hash":"1125bf6fe22cd474f66938f8d4580ca58a215ae3c52403672ea24a50a93a761c"},"input":{},"user_id":"ada"}',X'69068543be7444bc6d2f4b0ea5feb35f127f99d93faca72aba29c95645d8c872');
INSERT INTO execution_events VALUES(10,3,2,'step_started',1795280785743582,'{"path":"both","keys":["people","machine"]}',X'74581204bc0e0d64ca2b224f94cf9f9c0a84c41d589c9ef2623c854c7b4cab02');
INSERT INTO execution_events VALUES(11,3,3,'scope_opened',1795280785743582,'{"path":"both[people]","arm":"people"}',X'57599c961dfe719f0a0d7aa1d4bb13ca03e5898a4f2b3e24ae047efaf31155c9');
INSERT INTO execution_events VALUES(12,3,4,'scope_opened',1795280785743582,'{"path":"both[machine]","arm":"machine"}',X'9664c351a119ce030851710b02f2ed1e27fc980899f350069462e2512cec4951');
INSERT INTO execution_events VALUES(13,3,5,'human_task_opened',1795280785743582,'{"path":"both[people]/ask","task":{"id":"01a1ff12-d14f-7929-bf8b-dd663e5f8253","kind":"approval","title":"Renew it","assignees":[],"roles":["manager"]}}',X'948cee365481877df8c567f56f40ef15a815516e03017424e830bef3b7435de5');
INSERT INTO execution_events VALUES(14,3,6,'step_scheduled',1795280785743582,'{"path":"both[machine]/call","attempt":1,"function":"ledger.hang","input":{"n":7}}',X'aae72c14cfc2c4bad8ea4e3ee712f24896dd13d41c3de17ea8b78c461e5c6e9d');
INSERT INTO execution_events VALUES(15,3,7,'human_task_claimed',1795280785835871,'{"path":"both[people]/ask","by":"eve"}',X'63d0e8dbf2a3b940e8c8f0b7176882cf3a1bd36753d32448066bd571030f12a1');
INSERT INTO execution_events VALUES(16,4,1,'execution_started',1795280785932787,'{"execution_id":"01a1ff12-d20c-72c7-948b-69c6ad6eb7f9","definition":{"key":"cooling","version":1,"content_hash":"9ba91227d1e0086701a5ab3d68b40f8a81cfdef6be04bcc68fdc45122aebe9e9"},"input":{},"user_id":"ada"}',X'd9c6164dce71476c47bbc9c9456aef9b44f62c790745d8764026448035da5dba');
INSERT INTO execution_events VALUES(17,4,2,'step_waiting',1795280785932787,'{"path":"cool","until":"2026-11-21T18:06:25.932787Z"}',X'aad4f2800e351478cc559eb4b2462c9e32f8aa54f1c2d34786f1aa502db7f9d2');
INSERT INTO execution_events VALUES(18,5,1,'execution_started',1795280786137865,'{"execution_id":"01a1ff12-d2d9-71c4-932e-b1f4ba3105f9","definition":{"key":"flaky","version":1,"content_hash":"b5e2649f31932384e267b4fb2f04278de2fca424fffc4426bc464384b57102bd"},"input":{},"user_id":"ada"}',X'b02f93e7afd8ccd5ee0759b90ed7c3b4edd95bdd32e302ee40bd606e3eb72f7c');
INSERT INTO execution_events VALUES(19,5,2,'step_scheduled',1795280786137865,'{"path":"try","attempt":1,"function":"ledger.flaky","input":{"n":3}}',X'b3caae35c69e86675dbdf629f7688d972df851a9cf51e5988a59e6b6b634d5eb');
INSERT INTO execution_events VALUES(20,5,3,'step_retry_scheduled',1795280786140686,'{"path":"try","attempt":2,"fire_at":"2026-11-21T18:06:26.140686Z","failure":{"code":"busy","message":"Try again.","retryable":true}}',X'afcd2763bea3614bc68379dcbdefd8a8504d4883cd371bf64473e6da3c20b5ee');
INSERT INTO execution_events VALUES(21,6,1,'execution_started',1795280786314451,'{"execution_id":"01a1ff12-d38a-7a47-9dac-38b9bf1799c3","definition":{"key":"parcel","version":1,"content_hash":"325bcdd0f0acfef56e05aa3149949d091606121e69ef79958d476fe425c4453e"},"input":{},"user_id":"ada"}',X'3860e1586debc64eeb9769ea28a8502ad5ad44ac4bf21046b41b37dac35dd8d1');
INSERT INTO execution_events VALUES(22,6,2,'step_started',1795280786314451,'{"path":"each","keys":["0","1"],"items":[7,8]}',X'5d9c8f73850f8dbfbf214aa79b0f8db5d5ec2faa8c581b4402e8eebaa233f5d9');
INSERT INTO execution_events VALUES(23,6,3,'scope_opened',1795280786314451,'{"path":"each[0]","arm":"steps"}',X'7b5183d243b113cded810d3fd55b6440583ac73efda9f8f1804a6dd1638d1c89');
INSERT INTO execution_events VALUES(24,6,4,'scope_opened',1795280786314451,'{"path":"each[1]","arm":"steps"}',X'9e7ff33b05e9b8f463cda2c2221883c0a30a53a31571993b4d6e8eec9baa3740');
INSERT INTO execution_events VALUES(25,6,5,'step_waiting',1795280786314451,'{"path":"each[0]/paid","signal":"paid"}',X'e13c426d87bcdf66cdd15f39407f92af3836b13176065d4f3d1dd3f2bd74c9f0');
INSERT INTO execution_events VALUES(26,6,6,'step_waiting',1795280786314451,'{"path":"each[1]/paid","signal":"paid"}',X'f4d85eaf38d726c2de9f9430d99cd32e6df340b34e5be4d7a9c42e12a7824674');
INSERT INTO execution_events VALUES(27,6,7,'signal_received',1795280786415507,'{"id":"pay-8","name":"paid","payload":{"number":8},"sent_by":"ada"}',X'd343b1d37ec353cd75e6dd23385900a5cb0d5d7ce357d642b912cfbb77ab6efb');
INSERT INTO execution_events VALUES(28,6,8,'step_completed',1795280786415507,'{"path":"each[1]/paid","attempt":1,"output":{"number":8},"signal_id":"pay-8"}',X'7589dbd0262d0f923dce6f97088734631116885c5123d0bbd547e014e80fbc3f');
INSERT INTO execution_events VALUES(29,6,9,'scope_closed',1795280786415507,'{"path":"each[1]","output":{"payment":{"number":8}}}',X'0f6ecb9cf9e277739ac17b60f62824539370f980ba8145f25ab4de6b8f447040');
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
INSERT INTO step_runs VALUES(1,'greet','greet',NULL,'completed',1,1795280785289861,1795280785289861,NULL,2,NULL);
INSERT INTO step_runs VALUES(2,'greet','greet',NULL,'completed',1,1795280785556402,1795280785556402,NULL,2,NULL);
INSERT INTO step_runs VALUES(3,'both','both',NULL,'running',1,1795280785743582,NULL,NULL,NULL,NULL);
INSERT INTO step_runs VALUES(3,'both[machine]/call','call',NULL,'running',1,1795280785743582,NULL,6,NULL,NULL);
INSERT INTO step_runs VALUES(3,'both[people]/ask','ask',NULL,'waiting',1,1795280785743582,NULL,NULL,NULL,NULL);
INSERT INTO step_runs VALUES(4,'cool','cool',NULL,'waiting',1,1795280785932787,NULL,NULL,NULL,NULL);
INSERT INTO step_runs VALUES(5,'try','try',NULL,'retrying',1,1795280786137865,NULL,2,NULL,'busy');
INSERT INTO step_runs VALUES(6,'each','each',NULL,'running',1,1795280786314451,NULL,NULL,NULL,NULL);
INSERT INTO step_runs VALUES(6,'each[0]/paid','paid',NULL,'waiting',1,1795280786314451,NULL,NULL,NULL,NULL);
INSERT INTO step_runs VALUES(6,'each[1]/paid','paid',NULL,'completed',1,1795280786314451,1795280786415507,NULL,8,NULL);
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
INSERT INTO timers VALUES(4,'wait:cool',1795284385932787);
INSERT INTO timers VALUES(5,'retry:2:try',1795284386140686);
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
INSERT INTO approvals VALUES(1,'01a1ff12-cf89-7c14-93f6-ffb5aa68d3ac',1,'pending',1795280785289861,NULL,NULL,'[]',1,0,0.94999999999999995559,X'161e4448fbdce89582a0c986249979aa47b4114174c2972b5a93f0c2ba488972',4);
CREATE TABLE audit_log (
    sequence INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    details TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;
INSERT INTO audit_log VALUES(1,1795280785202696,'ada','definition.created','definition/greeting','{"version":1,"note":"Created"}',X'fc8502811b229bcbcb4b019714a135cfc1a1d3d0a981a968b005799c9fa09d29');
INSERT INTO audit_log VALUES(2,1795280785441195,'ada','definition.updated','definition/greeting','{"version":2,"note":"More polite","content_hash":"e93319320616808431b57becb5f8e494bd66cc16302b2e101fcd8bf3f5f49a44"}',X'58be01a023b83ddd8341035c53cfad78e6b96d799ae69e099afd9204ec3be426');
INSERT INTO audit_log VALUES(3,1795280785686289,'ada','definition.created','definition/renewal','{"version":1,"note":"Created"}',X'a40a782dc49e14fb1b6dab24e3ab3778c9ad917db95e49638ff96b4eff008620');
INSERT INTO audit_log VALUES(4,1795280785882755,'ada','definition.created','definition/cooling','{"version":1,"note":"Created"}',X'533bd3e74470bbd3f30318b2fa5d85e879a972da259598c40ed8b1c05abc4bdc');
INSERT INTO audit_log VALUES(5,1795280786055401,'ada','definition.created','definition/flaky','{"version":1,"note":"Created"}',X'dc2f5c9f20287345ea88a18f064c741cdb6ac40237df2e1e9604813903945a24');
INSERT INTO audit_log VALUES(6,1795280786234804,'ada','definition.created','definition/parcel','{"version":1,"note":"Created"}',X'2675343ba89248b87d6066d30a8ccd76d8cc1a3d5964ff6b4c6a81711b86224b');
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
INSERT INTO human_tasks VALUES(1,'01a1ff12-d14f-7929-bf8b-dd663e5f8253',3,'both[people]/ask','open','approval','Renew it','[]','["manager"]','eve',1795280785743582,NULL,NULL,0,5);
CREATE TABLE signal_waits (
    execution INTEGER NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (execution, path)
) STRICT, WITHOUT ROWID;
INSERT INTO signal_waits VALUES(6,'each[0]/paid','paid');
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
COMMIT;
