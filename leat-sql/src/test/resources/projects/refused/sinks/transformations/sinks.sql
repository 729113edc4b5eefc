CREATE TABLE folder (id INT) USING csv OPTIONS (path 'data');
CREATE TABLE glob (id INT) USING csv OPTIONS (path 'd*/*.csv');
CREATE MATERIALIZED VIEW ids AS SELECT id FROM folder UNION ALL SELECT id FROM glob;

-- Fine: its own folder; hidden from the source; beside a glob that does not match.
CREATE SINK own USING csv OPTIONS (path 'out/own');
CREATE FLOW f1 AS INSERT INTO own BY NAME SELECT id FROM ids;
CREATE SINK hidden USING csv OPTIONS (path 'data/_out');
CREATE FLOW f2 AS INSERT INTO hidden BY NAME SELECT id FROM ids;

-- One folder for two, however it is written, and one inside another.
CREATE SINK same USING json OPTIONS (path './out/../out/own/');
CREATE FLOW f3 AS INSERT INTO same BY NAME SELECT id FROM ids;
CREATE SINK inside USING json OPTIONS (path 'out/own/inside');
CREATE FLOW f4 AS INSERT INTO inside BY NAME SELECT id FROM ids;
CREATE SINK around USING json OPTIONS (path 'out');
CREATE FLOW f5 AS INSERT INTO around BY NAME SELECT id FROM ids;

-- What a source reads.
CREATE SINK loop USING json OPTIONS (path 'data/out');
CREATE FLOW f6 AS INSERT INTO loop BY NAME SELECT id FROM ids;
CREATE SINK globbed USING csv OPTIONS (path 'digits');
CREATE FLOW f7 AS INSERT INTO globbed BY NAME SELECT id FROM ids;

-- No folder.
CREATE SINK file USING csv OPTIONS (path 'file.txt');
CREATE FLOW f8 AS INSERT INTO file BY NAME SELECT id FROM ids;
CREATE SINK below USING csv OPTIONS (path 'file.txt/below');
CREATE FLOW f9 AS INSERT INTO below BY NAME SELECT id FROM ids;
CREATE SINK empty USING csv OPTIONS (path '');
CREATE FLOW f10 AS INSERT INTO empty BY NAME SELECT id FROM ids;

-- Values that no writer takes.
CREATE SINK packed USING parquet OPTIONS (path 'out2', compression 'lzo');
CREATE FLOW f11 AS INSERT INTO packed BY NAME SELECT id FROM ids;
CREATE SINK headed USING csv OPTIONS (path 'out3', header 'yes', compression 'GZIP');
CREATE FLOW f12 AS INSERT INTO headed BY NAME SELECT id FROM ids;
