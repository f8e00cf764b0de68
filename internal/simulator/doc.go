// SPDX-License-Identifier: MPL-2.0

// Package simulator is an Atlassian organization in memory, behind the HTTP
// that Atlassian documents for its organization administration API
// (https://developer.atlassian.com/cloud/admin/organization/rest/), with the
// authentication policies of the Control API, one operation of the User
// management API, and what the GraphQL gateway and the public Marketplace know
// of installed apps.
//
// It is strict on purpose. A request that the documentation does not allow (an
// unknown route, query parameter or field, a list that is too long, two
// filters that exclude each other) is answered as documented and, besides,
// kept as a violation, so that a test can fail for it.
//
// # Time
//
// What was written is the truth at once: it decides conflicts and seat limits,
// and "Get group details" shows it. The searches, the counts and the role
// assignments show it after [Options].Lag, as Atlassian's search index does.
//
// Users are moved to an authentication policy by a task, one after the other,
// until the lag is over. What has been moved is the truth, and shows at once.
//
// An app is uninstalled by a task, and goes when the lag is over.
//
// # Marketplace apps
//
// The GraphQL gateway at /graphql is for the person with the API token, and not
// for the organization's key. Atlassian documents it in no contract: what is
// unverified here says so. All queries share a route, so that they are counted,
// and disturbed by faults, by what they ask for first: "POST /graphql
// uninstallApp", or "POST /graphql ecosystem.userInstallationRules".
//
// The public Marketplace, below /rest/2/addons/, has a host of its own at
// Atlassian. It takes no credentials: to send some is a violation.
//
// # Audit log
//
// The log holds what happened to authentication policies, groups, domains and
// apps since the start, by the API or in the console, and what a test records.
//
// # Control surface
//
// Below /_simulator/ a test or a person does what Atlassian's API cannot do.
// It speaks JSON and needs no credentials. What is changed there is visible at
// once, as if it had been done long ago.
//
//	GET    /_simulator/requests      how often each operation was called: {"GET /admin/v1/orgs/{orgId}/domains": 2}
//	DELETE /_simulator/requests      start counting from zero
//	GET    /_simulator/violations    what broke the rules of the API: ["…"]
//	DELETE /_simulator/violations    forget them
//	GET    /_simulator/faults        the faults still to come
//	POST   /_simulator/faults        inject one: {"operation", "status", "reset", "reset_in", "retry_after", "drop", "lose_answer", "graphql_errors", "html", "empty", "partial", "delay", "skip", "count"}, see [Fault]
//	DELETE /_simulator/faults        remove all faults
//	GET    /_simulator/organization  the present state, in the format of [Load]
//	PUT    /_simulator/domains/{name}                       {"claim_type": "dns", "claim_status": "verified"}
//	DELETE /_simulator/domains/{name}
//	POST   /_simulator/users                                a [User]; answers {"account_id"}
//	PATCH  /_simulator/users/{account ID or email}          {"status", "mfa", "claim_status"}
//	DELETE /_simulator/users/{account ID or email}
//	POST   /_simulator/groups                               a [Group]; answers {"id"}
//	DELETE /_simulator/groups/{ID or name}
//	PUT    /_simulator/groups/{ID or name}/members/{account ID or email}
//	DELETE /_simulator/groups/{ID or name}/members/{account ID or email}
//	PUT    /_simulator/groups/{ID or name}/roles            {"resource": "ari:…", "role": "atlassian/user"}
//	DELETE /_simulator/groups/{ID or name}/roles            {"resource": "ari:…", "role": "atlassian/user"}
//	POST   /_simulator/seats                                {"ari:…": 10}; null lifts the limit
//	POST   /_simulator/authentication-policies              an [AuthenticationPolicy]; answers {"id"}
//	PATCH  /_simulator/authentication-policies/{ID or name} an [AuthenticationSettingsChange]
//	DELETE /_simulator/authentication-policies/{ID or name}
//	PUT    /_simulator/authentication-policies/{ID or name}/members/{account ID or email}
//	PUT    /_simulator/users/{account ID or email}/move-failure  a [MoveFailure]: moves of the user by the API fail
//	DELETE /_simulator/users/{account ID or email}/move-failure
//	POST   /_simulator/events                               an [Event]
//	POST   /_simulator/apps                                 an [App]; answers {"id"}
//	POST   /_simulator/apps/{ID, key or name}/versions      an [AppVersion], from then on the latest
//	PUT    /_simulator/apps/{ID, key or name}/installations an [AppInstallation]: installs the app, or updates it
//	DELETE /_simulator/apps/{ID, key or name}/installations {"context": "ari:cloud:jira::site/…"}
//	PUT    /_simulator/apps/{ID, key or name}/uninstall-failure  {"message": "…"}: tasks that uninstall the app fail
//	DELETE /_simulator/apps/{ID, key or name}/uninstall-failure
//	PUT    /_simulator/sites/{cloud ID, name or address}/user-installed-apps  {"rule": "deny"}
//
// A name that contains a slash is escaped as %2F. Wherever durations are
// written they are texts such as "1.5s" or "2m".
package simulator
