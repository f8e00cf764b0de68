// SPDX-License-Identifier: MPL-2.0

// Package simulator is an Atlassian organization in memory, behind the HTTP
// that Atlassian documents for its organization administration API
// (https://developer.atlassian.com/cloud/admin/organization/rest/), with the
// authentication policies of the Control API, one operation of the User
// management API, and what the GraphQL gateway and the public Marketplace know
// of installed apps.
//
// It is strict on purpose. It answers a request that the documentation does not
// allow (an unknown route, query parameter or field, a list that is too long,
// two filters that exclude each other) as documented, and also records a
// violation, so that a test can fail.
//
// # Time
//
// A change is the truth at once: it decides conflicts and seat limits, and "Get
// group details" shows it. The searches, the counts and the role assignments
// show it after [Options].Lag, as Atlassian's search index does.
//
// A task moves users to an authentication policy, one after the other, until
// the lag is over. All operations show each move at once.
//
// A task uninstalls an app, and a person who is removed leaves the directory, when
// the lag is over.
//
// # People
//
// An account has a lifecycle, and a membership in each directory that it is in.
// The status of a user is composed of both. An invitation makes people members of
// the directories of its groups and apps. It is refused while no subscription is
// paid for. What it is to do where Atlassian says nothing is marked as unverified.
//
// # Forms of answers
//
// Answers have the documented form. With [Options].LiveForms they also have
// what clients report of live answers and the documents forbid: null for links
// without a target and for empty properties of a user, the groups of an event
// action as a list, and fields that are not documented.
//
// # Policies and classification levels
//
// The organization has policies beside those of authentication: IP allowlists, data
// residency, and data security, which two APIs show in different forms. An admin
// changes them in the console. The classification levels need a plan, without which
// their API answers 402.
//
// # Units
//
// If the organization has Units, the group of its admins takes no new members,
// as Atlassian announces.
//
// # Marketplace apps
//
// The GraphQL gateway at /graphql is for the person with the API token, and not
// for the organization's key. Atlassian documents it in no contract. Comments
// say what is unverified. All queries share a route. The record and the faults
// name them by their first field: "POST /graphql uninstallApp", or "POST
// /graphql ecosystem.userInstallationRules".
//
// The public Marketplace, below /rest/2/addons/, has its own host at Atlassian.
// It takes no credentials. Sending some is a violation.
//
// # Audit log
//
// The log holds the changes to authentication policies, groups, domains and
// apps since the start, by the API or in the console, and the events that a
// test records.
//
// # Control surface
//
// Below /_simulator/ a test or a person does what Atlassian's API cannot do. See
// package console. At /_simulator/ itself, a browser shows the organization. See
// package page. Both refuse pages of another origin, and so does the API.
//
// # Rooms
//
// Package world is the organization, and knows no HTTP. Package wire is the strict
// HTTP that all APIs have in common, and knows no object of an organization. Each
// API has a package of its own, which is a table of operations over both: admin,
// control, usermanagement, apiaccess, dlp, gateway, marketplace. Package company has
// the start states that have a name. This package joins them.
package simulator
