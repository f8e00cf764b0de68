// SPDX-License-Identifier: MPL-2.0

// Package console is the control surface of the simulator. Below /_simulator/ a
// test or a person does what Atlassian's API cannot do. It speaks JSON and needs no
// credentials. A change is visible at once, as if it had been made long ago.
//
// In paths, {user} is an account ID or an email address, {directory}, {group} and
// {policy} are an ID or a name, {app} is an ID, a key or a name, and {site} is a
// cloud ID, or the name or address of a workspace on it. A slash in a name is
// escaped as %2F.
// Durations are texts such as "1.5s" or "2m".
//
//	GET    /_simulator/requests                                         how often each operation was called: {"GET /admin/v1/orgs/{orgId}/domains": 2}
//	DELETE /_simulator/requests                                         start counting from zero
//	GET    /_simulator/violations                                       what broke the rules of the API: ["…"]
//	DELETE /_simulator/violations                                       forget them
//	GET    /_simulator/faults                                           the faults still to come
//	POST   /_simulator/faults                                           inject one, see [wire.Fault]: {"operation", "status", "reset", "reset_in", "retry_after", "drop", "lose_answer", "graphql_errors", "html", "empty", "partial", "delay", "skip", "count"}
//	DELETE /_simulator/faults                                           remove all faults
//	GET    /_simulator/withdrawn-operations                             the operations that Atlassian has withdrawn: {"GET /admin/control/v2/orgs/{orgId}/policies": "gone"}
//	PUT    /_simulator/withdrawn-operations                             {"operation", "as"}: withdraws one, see [wire.Withdrawal]
//	DELETE /_simulator/withdrawn-operations                             all operations are served again
//	GET    /_simulator/organization                                     the present state, in the format of [world.Load]
//	POST   /_simulator/seats                                            {"ari:…": 10}; null lifts the limit
//	PUT    /_simulator/paid-plan                                        {"paid": false}: people can be invited only while a subscription is paid for
//	PUT    /_simulator/domains/{name}                                   {"claim_type": "dns", "claim_status": "verified"}
//	DELETE /_simulator/domains/{name}
//	POST   /_simulator/users                                            a [world.User]; answers {"account_id"}
//	PATCH  /_simulator/users/{user}                                     {"status", "mfa", "claim_status"}
//	PUT    /_simulator/users/{user}/last-active                         a [world.Activity]: when the user was last active in an app
//	PATCH  /_simulator/users/{user}/profile                             a [world.ProfileChange]
//	PUT    /_simulator/users/{user}/locks/{what}                        {"reason": "authPolicy.saml"}: the organization cannot change the field, or take the action
//	DELETE /_simulator/users/{user}/locks/{what}
//	PUT    /_simulator/users/{user}/deletion                            the account is deleted after 14 days
//	PUT    /_simulator/users/{user}/export-control                      US export control blocks the account
//	DELETE /_simulator/users/{user}/export-control
//	DELETE /_simulator/users/{user}
//	PUT    /_simulator/users/{user}/roles                               {"resource": "ari:…", "role": "atlassian/user"}; without a resource, on the organization
//	DELETE /_simulator/users/{user}/roles                               {"resource": "ari:…", "role": "atlassian/user"}
//	PUT    /_simulator/users/{user}/directories/{directory}/suspension
//	DELETE /_simulator/users/{user}/directories/{directory}/suspension
//	DELETE /_simulator/users/{user}/directories/{directory}
//	POST   /_simulator/groups                                           a [world.Group]; answers {"id"}
//	PATCH  /_simulator/groups/{group}                                   {"name", "description"}
//	DELETE /_simulator/groups/{group}
//	PUT    /_simulator/groups/{group}/members/{user}
//	DELETE /_simulator/groups/{group}/members/{user}
//	PUT    /_simulator/groups/{group}/roles                             {"resource": "ari:…", "role": "atlassian/user"}
//	DELETE /_simulator/groups/{group}/roles                             {"resource": "ari:…", "role": "atlassian/user"}
//	POST   /_simulator/authentication-policies                          a [world.AuthenticationPolicy]; answers {"id"}
//	PATCH  /_simulator/authentication-policies/{policy}                 a [world.AuthenticationSettingsChange]
//	DELETE /_simulator/authentication-policies/{policy}
//	PUT    /_simulator/authentication-policies/{policy}/members/{user}
//	PUT    /_simulator/users/{user}/move-failure                        a [world.MoveFailure]: moves of the user by the API fail
//	DELETE /_simulator/users/{user}/move-failure
//	PUT    /_simulator/organization-policies                            a [world.OrganizationPolicy]: makes one, or replaces the one with its ID or name
//	DELETE /_simulator/organization-policies/{policy}
//	PUT    /_simulator/policy-resource-outcomes                         {"resource": "ari:…", "status": "failed"}: how later writes about a resource end; applying never ends, and "" lifts it
//	PUT    /_simulator/policy-habits                                    a [world.PolicyHabits]: what Atlassian's documents do not say
//	GET    /_simulator/policy-validations                               the policies whose validation was asked for: ["…"]
//	PUT    /_simulator/data-security-policies                           a [world.DataSecurityPolicy], likewise
//	PUT    /_simulator/classification-levels                            a [world.ClassificationLevel], likewise
//	PUT    /_simulator/classification-levels/{level}/place              {"place": 1}: the level, by ID or name, is the most sensitive one
//	PUT    /_simulator/guard-premium                                    {"included": false}: the plan includes no classification of data
//	POST   /_simulator/events                                           a [world.Event]
//	POST   /_simulator/apps                                             a [world.App]; answers {"id"}
//	POST   /_simulator/apps/{app}/versions                              a [world.AppVersion], from then on the latest
//	PUT    /_simulator/apps/{app}/installations                         a [world.AppInstallation]: installs the app, or updates it
//	DELETE /_simulator/apps/{app}/installations                         {"context": "ari:cloud:jira::site/…"}
//	PUT    /_simulator/apps/{app}/uninstall-failure                     {"message": "…"}: tasks that uninstall the app fail
//	DELETE /_simulator/apps/{app}/uninstall-failure
//	PUT    /_simulator/sites/{site}/user-installed-apps                 {"rule": "deny"}
//	POST   /_simulator/api-keys                                         a [world.APIKey], without a value
//	PATCH  /_simulator/api-keys/{key}                                   {"expires_at", "last_active_at"}; {key} and {token} are an ID or a label
//	DELETE /_simulator/api-keys/{key}                                   revokes it, even the one that requests carry
//	POST   /_simulator/api-tokens                                       a [world.APIToken]; answers {"id"}
//	PATCH  /_simulator/api-tokens/{token}                               {"expires_at", "last_active_at"}
//	DELETE /_simulator/api-tokens/{token}                               revokes it, even the one that requests carry
//	POST   /_simulator/backup-policies                                  a [world.BackupPolicy]; answers {"id"}
//	PATCH  /_simulator/backup-policies/{policy}                         {"status": "INACTIVE"}
//	DELETE /_simulator/backup-policies/{policy}
//	POST   /_simulator/backup-policies/{policy}/backups                 {"at": "2026-11-28T02:00:00Z"}: a backup has run; without a time, now
//	DELETE /_simulator/backup-policies/{policy}/backups                 all backups have expired
//	PUT    /_simulator/backup-refusal                                   {"status": 403}: the plan has no backups; or 404
//	DELETE /_simulator/backup-refusal
package console
