-- An hour of GitHub's public events: objects seven levels deep, of another shape for each kind of event.
CREATE TABLE events USING json OPTIONS (path '${data}/social/github_events', inferTimestamp true);

CREATE MATERIALIZED VIEW commits AS
SELECT id, repo.name AS repo, c.sha AS sha, c.author.name AS author, c.message AS message
FROM events LATERAL VIEW explode(payload.commits) AS c;

CREATE MATERIALIZED VIEW pull_requests AS
SELECT id, actor.login AS actor, payload.action AS action, p.number AS number, p.merged AS merged, p.additions AS additions,
       p.base.repo.language AS language, p.base.repo.owner.login AS owner, p.base.repo.license.spdx_id AS license,
       transform(p.labels, l -> l.name) AS labels
FROM (SELECT id, actor, payload, payload.pull_request AS p FROM events WHERE payload.pull_request IS NOT NULL);
