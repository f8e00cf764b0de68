// SPDX-License-Identifier: MPL-2.0

// Package datasecurity is the area DataSecurity of an organization: the policies that say what nobody can do with its data.
//
// A policy is made as a draft, and is in force once it is published. Only the forms of the operations that list, read, create, change and
// delete are known. What publishes, and what says which part of the organization a policy covers, is a guess: see [Experiment].
package datasecurity

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// Experiment is the name of the experiment that allows what is a guess: publishing, the rule about apps, and what a policy covers.
const Experiment = "data_security_publish"

// The rules that Atlassian's guide names. An answer may have others.
const (
	RuleExport             = "export"
	RulePublicLinks        = "publicLinks"
	RuleAttachmentDownload = "attachmentDownload"
	RuleAnonymousAccess    = "anonymousAccess"
	RuleAppAccess          = "appAccess"
)

// KnownRules are the rules that Atlassian's guide names.
func KnownRules() []string {
	return []string{RuleExport, RulePublicLinks, RuleAttachmentDownload, RuleAnonymousAccess, RuleAppAccess}
}

// CoverageOrganization is the coverage of a policy for the whole organization.
const CoverageOrganization = "ORG"

const (
	policyType    = "data-security"
	statusDraft   = "draft"
	statusActive  = "active"
	statusDeleted = "deleted"
)

type (
	// Policy is a data security policy.
	Policy = atlassian.DataSecurityPolicy
	// Rule is a rule of a policy.
	Rule = atlassian.DataSecurityRule
	// Content is what a policy is to say.
	Content = atlassian.DataSecurityContent
)

// Setup is what the area needs of a run.
type Setup struct {
	Client         *atlassian.Client
	OrganizationID string
	Waits          reading.Waits
	// Visible bounds the wait until the reads show a write.
	Visible time.Duration
}

// DataSecurity are the data security policies of the organization.
type DataSecurity struct {
	Setup

	listing reading.Listing[Policy]
	// creating is held while a policy for a part of the organization is made: Atlassian takes one draft for a rule and a coverage at a time.
	creating sync.Mutex
	// left are the policies that a deletion has left for a creation, by the name that the creation gives.
	left sync.Map
}

// New makes the policies of a run. It sends no request.
func New(setup Setup) *DataSecurity {
	return &DataSecurity{Setup: setup, listing: reading.Listing[Policy]{
		Key: func(p Policy) string { return p.ID },
		Pages: func(ctx context.Context) iter.Seq2[Policy, error] {
			return setup.Client.DataSecurityPolicies(ctx, setup.OrganizationID)
		},
	}}
}

// List lists what Atlassian lists, with one read for the run. It may have policies that are deleted, and policies of another type.
func (d *DataSecurity) List(ctx context.Context) ([]Policy, error) { return d.listing.All(ctx) }

// Present lists the policies that are not deleted.
func (d *DataSecurity) Present(ctx context.Context) ([]Policy, error) {
	all, err := d.List(ctx)
	return slices.DeleteFunc(slices.Clone(all), func(p Policy) bool { return !isDataSecurity(p) || IsDeleted(p) }), err
}

func isDataSecurity(p Policy) bool { return strings.EqualFold(p.Type, policyType) }

// IsDeleted reports whether a policy is deleted, although it can be read.
func IsDeleted(p Policy) bool { return strings.EqualFold(p.Status, statusDeleted) }

// IsPublished reports whether a policy is published, as it is.
func IsPublished(p Policy) bool { return strings.EqualFold(p.Status, statusActive) }

// IsDraft reports whether a policy is a draft.
func IsDraft(p Policy) bool { return strings.EqualFold(p.Status, statusDraft) }

// Get reads a policy. It costs the list of all policies, once for the run. A policy that the list lacks, or of which it does not say all,
// is read by itself. One that is deleted does not exist.
func (d *DataSecurity) Get(ctx context.Context, id string) (Policy, error) {
	all, err := d.List(ctx)
	if err != nil {
		return Policy{}, err
	}
	at := slices.IndexFunc(all, func(p Policy) bool { return p.ID == id })
	if at < 0 || !isDataSecurity(all[at]) {
		return d.read(ctx, id)
	}
	switch listed := all[at]; {
	case IsDeleted(listed):
		return Policy{}, notFound(id)
	case unsaid(listed) == "":
		return listed, nil
	}
	found, err := d.read(ctx, id)
	if meaning.IsNotFound(err) {
		if err := d.stillListed(ctx, id); err != nil {
			return Policy{}, err
		}
	}
	return found, err
}

// stillListed is an error if the list, read anew, has a policy of which another operation says that it does not exist. So may an operation
// answer that Atlassian has withdrawn.
func (d *DataSecurity) stillListed(ctx context.Context, id string) error {
	all, err := reading.Collect(d.Client.DataSecurityPolicies(ctx, d.OrganizationID))
	if err != nil {
		return fmt.Errorf("Atlassian says that data security policy %s does not exist, and whether it lists the policy could not be read: %w", atlassian.Word(id), err) //nolint:staticcheck // the name of a company
	}
	if slices.ContainsFunc(all, func(p Policy) bool { return p.ID == id && isDataSecurity(p) && !IsDeleted(p) }) {
		return fmt.Errorf("Atlassian lists data security policy %s, and says at the same time that it does not exist: try again, and look in Atlassian Administration if that does not help", atlassian.Word(id)) //nolint:staticcheck // the name of a company
	}
	return nil
}

// read reads a policy by itself.
func (d *DataSecurity) read(ctx context.Context, id string) (Policy, error) {
	found, err := d.Client.DataSecurityPolicy(ctx, d.OrganizationID, id)
	switch {
	case atlassian.IsNotFound(err):
		return Policy{}, notFound(id)
	case err != nil:
		return Policy{}, err
	case found.ID != id:
		return Policy{}, fmt.Errorf("asked for data security policy %s, Atlassian has answered with %s", atlassian.Word(id), atlassian.Word(found.ID))
	case !isDataSecurity(found):
		return Policy{}, fmt.Errorf("policy %s is of the type %s, and no data security policy", atlassian.Word(id), atlassian.Word(found.Type))
	case IsDeleted(found):
		return Policy{}, notFound(id)
	}
	if missing := unsaid(found); missing != "" {
		return Policy{}, fmt.Errorf("an answer does not say, or not in a way that is understood, %s of data security policy %s", missing, atlassian.Word(id))
	}
	return found, nil
}

// unsaid is what an answer does not say of a policy. It is empty if the answer says everything.
func unsaid(p Policy) string {
	switch {
	case p.Status == "":
		return "the status"
	case IsDeleted(p):
		return ""
	case p.Coverage == "":
		return "the coverage"
	case p.Rules == nil:
		return "the rules"
	}
	return ""
}

func notFound(id string) error {
	return &meaning.NotFoundError{What: "data security policy " + atlassian.Word(id)}
}

// Resources lists the ARIs of what a policy covers, sorted. It costs a request for each policy.
func (d *DataSecurity) Resources(ctx context.Context, id string) ([]string, error) {
	found, err := reading.Collect(d.Client.DataSecurityResources(ctx, d.OrganizationID, id))
	if err != nil {
		return nil, err
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

// Found is what other policies mean for one that is planned.
type Found struct {
	// Overridden reports whether a policy for the whole organization has every rule of the planned one.
	Overridden bool
	// Missing are the rules for which that is not so.
	Missing []string
	// Redundant is a draft with the same coverage and the same rule, beside which Atlassian takes no other.
	Redundant *Policy
	// Namesake is a policy of the same name.
	Namesake *Policy
	// Same are the other policies for the whole organization that have a rule of the planned one.
	Same []Policy
	// Overriding are the policies for a part of the organization that have a rule of the planned one.
	Overriding []Policy
}

// Around tells what the present policies mean for one that is planned; id is empty where it is to be made.
func Around(present []Policy, id string, wanted Content) Found {
	var found Found
	overridden := make(map[string]bool)
	for _, other := range present {
		if other.ID == id {
			continue
		}
		if other.Name == wanted.Name && found.Namesake == nil {
			found.Namesake = &other
		}
		whole, shares := strings.EqualFold(other.Coverage, CoverageOrganization), false
		for name, rule := range wanted.Rules {
			if !aboutTheSame(other, name, rule.Subject) {
				continue
			}
			shares = true
			overridden[name] = overridden[name] || whole
			if !whole && IsDraft(other) && strings.EqualFold(other.Coverage, wanted.Coverage) {
				found.Redundant = &other
			}
		}
		switch {
		case shares && whole:
			found.Same = append(found.Same, other)
		case shares:
			found.Overriding = append(found.Overriding, other)
		}
	}
	for name := range wanted.Rules {
		if !overridden[name] {
			found.Missing = append(found.Missing, name)
		}
	}
	slices.Sort(found.Missing)
	found.Overridden = len(found.Missing) == 0
	return found
}

// aboutTheSame reports whether a policy has a rule. The rule about apps has to have the same subject, too, unless one of both is not said.
func aboutTheSame(p Policy, name, subject string) bool {
	rule, has := p.Rules[name]
	return has && (rule.Subject == subject || rule.Subject == "" || subject == "")
}

// Leave notes that a deletion leaves a policy as it is, for a creation of a name that follows in the same run.
func (d *DataSecurity) Leave(name, id string) { d.left.Store(name, id) }

// Left is the policy that a deletion of this run has left for the creation of a name. It is given once.
func (d *DataSecurity) Left(name string) (id string, left bool) {
	found, left := d.left.LoadAndDelete(name)
	id, _ = found.(string)
	return id, left
}
