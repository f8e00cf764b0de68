// SPDX-License-Identifier: MPL-2.0

// Package organization knows what one run may know of an Atlassian organization, and the cheapest safe way to learn or
// change it.
//
// A run is one configured provider instance: one walk of a plan or of an apply. Within it identical reads are one read,
// single look-ups travel in batches until the whole listing is cheaper, and what the run wrote itself is laid over what
// it reads, because Atlassian's search lags behind its writes. Package reading has the machinery for that, and for waiting
// and for writes whose answers were lost. This package knows which search answers which question, what an ambiguous answer
// means, and which accounts must not be touched. The layers above say what they want, the client below says what the wire
// looks like.
//
// Everything is in an area, a field of [Organization]. The files of an
// area begin with its name, or are a package that knows no more of the run than it needs, as package apps. Package meaning says what
// errors mean.
package organization

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	managed "github.com/orgsec/terraform-provider-atlassian/internal/organization/accounts"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/audit"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/backups"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/datasecurity"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/decision"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/domains"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/ids"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/keys"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/levels"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/posture"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/review"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
)

// Settings says which organization a run works on, how it gets there, and what it must not touch.
type Settings struct {
	// OrganizationID is required: a scoped API key cannot discover its organization.
	OrganizationID string
	// DirectoryID may stay empty where the organization has a single directory.
	DirectoryID string
	// ProtectedAccountIDs are the break-glass accounts: see [People.Protected].
	ProtectedAccountIDs []string

	// BaseURL, APIKey and UserAgent are handed to the client.
	BaseURL, APIKey, UserAgent string
	// UserEmail and UserAPIToken are those of a person, for what goes through the GraphQL gateway; both may be empty.
	UserEmail, UserAPIToken string
	// AllowAppUninstall lets apps be uninstalled: see [apps.Apps.Uninstall].
	AllowAppUninstall bool
	// Experimental names the unverified features that the configuration allows: see [Experiments].
	Experimental []string
	// ReadWholeLists says that the configuration has most of the objects of the organization: see [reading.Listing.Whole].
	ReadWholeLists bool
	// MaxRetries counts the tries after the first.
	MaxRetries int
	// RequestTimeout bounds one try.
	RequestTimeout time.Duration
	// Log receives one message per request; nil is silent.
	Log func(ctx context.Context, level slog.Level, message string, fields map[string]any)

	// Transport carries requests out in tests that reach the organization in their own process; nil is the network.
	Transport atlassian.Transport
	// Pace shortens the waits in tests; the zero value is meant for Atlassian.
	Pace Pace
}

// Pace is how the run waits: for company before a batch leaves, between two polls, and for a lagging search index.
type Pace struct {
	// Company is how long a single look-up waits for others to share its request.
	Company time.Duration
	// Ten is the same for look-ups of groups and accounts by ID, of which a request takes ten, as many as Terraform plans at once. A
	// full batch leaves at once. So this wait is only for late look-ups, which would otherwise cost more requests. It is Company where
	// only that is set.
	Ten time.Duration
	// Invitations is how long an invitation waits for others that say the same. A batch of 25 leaves at once.
	Invitations time.Duration
	// PollMin and PollMax bound the pause between two reads of something being waited for.
	PollMin, PollMax time.Duration
	// DomainPollMin and DomainPollMax are the same for domains, which a person or DNS has to change.
	DomainPollMin, DomainPollMax time.Duration
	// Visible bounds the wait until the search shows a write that the API has acknowledged.
	Visible time.Duration
	// Granted bounds the wait for a role change, documented as up to 30 seconds.
	Granted time.Duration
	// Logged is how much later than it happened an event may show up in the audit log.
	Logged time.Duration
	// Claims is how long a run must be quiet before it expects no more claims on what a deletion would take away.
	Claims time.Duration
}

func (p Pace) orDefaults() Pace {
	set := func(d *time.Duration, standard time.Duration) {
		if *d == 0 {
			*d = standard
		}
	}
	set(&p.Ten, p.Company)
	set(&p.Ten, 25*time.Millisecond)
	set(&p.Company, 4*time.Millisecond)
	set(&p.Invitations, 300*time.Millisecond)
	set(&p.PollMin, 250*time.Millisecond)
	set(&p.PollMax, 4*time.Second)
	set(&p.DomainPollMin, time.Second)
	set(&p.DomainPollMax, 30*time.Second)
	set(&p.Visible, 20*time.Second)
	set(&p.Granted, 30*time.Second)
	set(&p.Logged, 24*time.Hour)
	set(&p.Claims, 50*time.Millisecond)
	return p
}

// parallelWrites bounds the writes of one bulk change in flight; the client's gate slows all of them when Atlassian asks.
const parallelWrites = 8

// pageSize is the most that a page of a search may hold.
const pageSize = 100

// Organization is what one run knows of an organization, by area. It is safe for concurrent use.
type Organization struct {
	*run

	Groups      *Groups
	People      *People
	Policies    *Policies
	Apps        *apps.Apps
	Domains     *domains.Domains
	Audit       *audit.Audit
	Directories *Directories
	Sites       *site.Sites
	Accounts    *managed.Accounts
	Backups     *backups.Backups
	Claims      *claims.Registry
	Posture     *posture.Posture
	Keys        *keys.Keys
	Reviews     *review.Reviews
	// OrganizationPolicies are those that are no authentication policies.
	OrganizationPolicies *orgpolicies.OrganizationPolicies
	Decisions            *decision.Decisions
	// Levels are the classification levels of data.
	Levels *levels.Levels
	// DataSecurity are the policies that say what nobody can do with data.
	DataSecurity *datasecurity.DataSecurity

	experimental []string
	details      reading.Shared[atlassian.Organization]
}

// New makes a run's organization. It sends no request.
func New(settings Settings) (*Organization, error) {
	pace := settings.Pace.orDefaults()
	registry := claims.New(pace.Claims)
	client, err := atlassian.New(atlassian.Config{
		BaseURL:        settings.BaseURL,
		APIKey:         settings.APIKey,
		UserEmail:      settings.UserEmail,
		UserAPIToken:   settings.UserAPIToken,
		UserAgent:      settings.UserAgent,
		MaxRetries:     settings.MaxRetries,
		RequestTimeout: settings.RequestTimeout,
		Log:            settings.Log,
		Transport:      settings.Transport,
		InFlight:       registry.Begin,
	})
	if err != nil {
		return nil, fmt.Errorf("setting up the Atlassian client: %w", err)
	}
	r := &run{
		id:        settings.OrganizationID,
		client:    client,
		pace:      pace,
		waits:     reading.Waits{Min: pace.PollMin, Max: pace.PollMax, Final: meaning.IsRefusal},
		protected: newProtected(settings.ProtectedAccountIDs),
		userEmail: settings.UserEmail, wholeLists: settings.ReadWholeLists,
		claims: registry,
	}
	r.inDirectory = reading.NewRegistry(r.newDirectory)
	r.groups = &Groups{run: r}
	r.people = newPeople(r)
	r.policies = newPolicies(r)
	r.domains = domains.New(client, settings.OrganizationID, reading.Pauses{Min: pace.DomainPollMin, Max: pace.DomainPollMax})
	r.audit = audit.New(client, settings.OrganizationID, pace.Company, pace.Logged)
	r.directories = &Directories{run: r, configured: settings.DirectoryID}
	r.sites = site.NewSites(client, settings.OrganizationID)
	r.credentials = newKeys(r, settings.UserAPIToken != "")
	r.apps = apps.New(apps.Setup{Client: client, Sites: r.sites, Waits: r.waits, Visible: pace.Visible, AllowUninstall: settings.AllowAppUninstall})
	classification := levels.New(levels.Setup{Client: client, OrganizationID: settings.OrganizationID, Waits: r.waits, Visible: pace.Visible})
	// Others have seen that the reads of these policies may lag for two minutes.
	security := datasecurity.New(datasecurity.Setup{Client: client, OrganizationID: settings.OrganizationID, Waits: r.waits, Visible: 6 * pace.Visible})
	o := &Organization{
		run:    r,
		Groups: r.groups, People: r.people, Policies: r.policies, Apps: r.apps, Domains: r.domains, Audit: r.audit,
		Directories: r.directories, Sites: r.sites, Accounts: newAccounts(r), Claims: registry,
		Backups:              backups.New(client, r.sites, settings.OrganizationID),
		Keys:                 r.credentials,
		Reviews:              newReviews(r),
		OrganizationPolicies: orgpolicies.New(client, settings.OrganizationID, r.waits, pace.Visible, classification.List, security.List),
		Decisions:            newDecisions(r),
		Levels:               classification,
		DataSecurity:         security,
		experimental:         settings.Experimental,
	}
	o.Posture = newPosture(o)
	return o, nil
}

// ID is the organization's ID.
func (o *Organization) ID() string { return o.id }

// Details reads what Atlassian says of the organization, with one read for the run.
func (o *Organization) Details(ctx context.Context) (atlassian.Organization, error) {
	return o.details.Get(ctx, func(ctx context.Context) (atlassian.Organization, error) {
		found, err := o.client.Organization(ctx, o.id)
		if err == nil && ids.Normalize(found.ID) != ids.Normalize(o.id) {
			err = fmt.Errorf("asked for the organization %s, Atlassian has answered with %s", Word(o.id), Word(found.ID))
		}
		return found, err
	})
}

// PanicError is a bug of the provider that has ended an operation: see [reading.PanicError].
type PanicError = reading.PanicError

// Recovered describes what a deferred function has recovered: see [reading.Recovered].
func Recovered(value any) *PanicError { return reading.Recovered(value) }

// run is what the areas of an organization share: the way to Atlassian, and each other.
type run struct {
	id        string
	client    *atlassian.Client
	pace      Pace
	waits     reading.Waits
	protected *protected
	// userEmail is the address of the person whose API token the configuration has. It may be empty.
	userEmail string

	// wholeLists is set if most of what is on a list will be asked for.
	wholeLists bool

	// inDirectory is what is known of each directory: people and groups are found there.
	inDirectory *reading.Registry[*directory]

	groups      *Groups
	people      *People
	policies    *Policies
	apps        *apps.Apps
	domains     *domains.Domains
	audit       *audit.Audit
	directories *Directories
	sites       *site.Sites
	claims      *claims.Registry
	credentials *keys.Keys
}

// GroupUpdate is the experiment of renaming groups by Atlassian's API: see [Groups.Update].
const GroupUpdate = "group_update"

// BackupPolicies is the experiment of reading backup policies: see [backups.Backups.List].
const BackupPolicies = backups.Experiment

// DataSecurityPublish is the experiment of publishing data security policies: see [datasecurity.DataSecurity.Create].
const DataSecurityPublish = datasecurity.Experiment

// Experiments are the names of features that are built on unverified facts. Each is off unless the configuration names it.
func Experiments() []string { return []string{GroupUpdate, BackupPolicies, DataSecurityPublish} }

// Allows reports whether the configuration allows an experiment.
func (o *Organization) Allows(experiment string) bool {
	return slices.Contains(o.experimental, experiment)
}
