-- Log lines of eight systems, their parts and templates beside them; lines end with CR LF.
CREATE TABLE lines (line STRING) USING text OPTIONS (path '${data}/logs/loghub/*/*_2k.log');
CREATE TABLE templates (EventId STRING, EventTemplate STRING) USING csv
OPTIONS (path '${data}/logs/loghub/*/*_2k.log_templates.csv', header true, mode 'FAILFAST');
CREATE TABLE apache USING csv OPTIONS (path '${data}/logs/loghub/Apache/Apache_2k.log_structured.csv', header true, mode 'FAILFAST');
CREATE TABLE bgl USING csv OPTIONS (path '${data}/logs/loghub/BGL/BGL_2k.log_structured.csv', header true, mode 'FAILFAST');
CREATE TABLE hdfs USING csv OPTIONS (path '${data}/logs/loghub/HDFS/HDFS_2k.log_structured.csv', header true, mode 'FAILFAST');
CREATE TABLE hadoop USING csv OPTIONS (path '${data}/logs/loghub/Hadoop/Hadoop_2k.log_structured.csv', header true, mode 'FAILFAST');
CREATE TABLE linux USING csv OPTIONS (path '${data}/logs/loghub/Linux/Linux_2k.log_structured.csv', header true, mode 'FAILFAST');
CREATE TABLE openssh USING csv OPTIONS (path '${data}/logs/loghub/OpenSSH/OpenSSH_2k.log_structured.csv', header true, mode 'FAILFAST');
CREATE TABLE spark USING csv OPTIONS (path '${data}/logs/loghub/Spark/Spark_2k.log_structured.csv', header true, mode 'FAILFAST');
CREATE TABLE zookeeper USING csv OPTIONS (path '${data}/logs/loghub/Zookeeper/Zookeeper_2k.log_structured.csv', header true, mode 'FAILFAST');

CREATE MATERIALIZED VIEW raw AS
SELECT regexp_extract(_metadata.file_name, '^[A-Za-z]+', 0) AS system, line FROM lines;

CREATE MATERIALIZED VIEW known AS
SELECT regexp_extract(_metadata.file_name, '^[A-Za-z]+', 0) AS system, EventId AS event, EventTemplate AS template FROM templates;

CREATE MATERIALIZED VIEW parsed AS
SELECT 'Apache' AS system, LineId AS line, Content AS content, EventId AS event, EventTemplate AS template FROM apache
UNION ALL SELECT 'BGL' AS system, LineId AS line, Content AS content, EventId AS event, EventTemplate AS template FROM bgl
UNION ALL SELECT 'HDFS' AS system, LineId AS line, Content AS content, EventId AS event, EventTemplate AS template FROM hdfs
UNION ALL SELECT 'Hadoop' AS system, LineId AS line, Content AS content, EventId AS event, EventTemplate AS template FROM hadoop
UNION ALL SELECT 'Linux' AS system, LineId AS line, Content AS content, EventId AS event, EventTemplate AS template FROM linux
UNION ALL SELECT 'OpenSSH' AS system, LineId AS line, Content AS content, EventId AS event, EventTemplate AS template FROM openssh
UNION ALL SELECT 'Spark' AS system, LineId AS line, Content AS content, EventId AS event, EventTemplate AS template FROM spark
UNION ALL SELECT 'Zookeeper' AS system, LineId AS line, Content AS content, EventId AS event, EventTemplate AS template FROM zookeeper;
