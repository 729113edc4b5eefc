-- Intrusion records without a header; the kinds of attacks stand in a file whose lines end with a bare CR.
CREATE TABLE records USING csv OPTIONS (path '${data}/logs/nsl_kdd/KDDTrain+_20Percent.txt', inferSchema true, mode 'FAILFAST');
CREATE TABLE attack_types (attack STRING, kind STRING) USING csv OPTIONS (path '${data}/logs/nsl_kdd/Attack Types.csv');
CREATE TABLE field_names (name STRING, kind STRING) USING csv OPTIONS (path '${data}/logs/nsl_kdd/Field Names.csv');

CREATE MATERIALIZED VIEW fields AS SELECT * FROM field_names;

CREATE MATERIALIZED VIEW connections AS
SELECT r._c1 AS protocol, r._c2 AS service, r._c4 AS src_bytes, r._c28 AS same_srv_rate, r._c41 AS attack, a.kind AS kind
FROM records r LEFT JOIN attack_types a ON r._c41 = a.attack;
