-- Turbofan engines until they fail: 26 numbers a line, separated by blanks, no header.
CREATE TABLE cycles (
  engine INT, cycle INT, setting1 DOUBLE, setting2 DOUBLE, setting3 DOUBLE, s1 DECIMAL(8, 4), s2 DECIMAL(8,
  4), s3 DECIMAL(8, 4), s4 DECIMAL(8, 4), s5 DECIMAL(8, 4), s6 DECIMAL(8, 4), s7 DECIMAL(8, 4), s8 DECIMAL(8,
  4), s9 DECIMAL(8, 4), s10 DECIMAL(8, 4), s11 DECIMAL(8, 4), s12 DECIMAL(8, 4), s13 DECIMAL(8, 4), s14
  DECIMAL(8, 4), s15 DECIMAL(8, 4), s16 DECIMAL(8, 4), s17 DECIMAL(8, 4), s18 DECIMAL(8, 4), s19 DECIMAL(8,
  4), s20 DECIMAL(8, 4), s21 DECIMAL(8, 4)
) USING csv OPTIONS (path '${data}/iot/cmapss/train_FD001.txt', sep ' ', mode 'FAILFAST');

CREATE MATERIALIZED VIEW lives AS SELECT engine, max(cycle) AS cycles FROM cycles GROUP BY engine;

CREATE MATERIALIZED VIEW sensors AS
SELECT sensor, count(DISTINCT value) AS values, sum(value) AS total
FROM (SELECT * FROM cycles) UNPIVOT (value FOR sensor IN (s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15, s16, s17, s18, s19, s20, s21))
GROUP BY sensor;
