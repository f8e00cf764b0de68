// SPDX-License-Identifier: MPL-2.0

package orgpolicies

import (
	"context"
	"fmt"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

const (
	typeDataSecurity = "data-security"
	// ruleExport is the rule about exports of Confluence pages.
	ruleExport = "export"
	// coverageAll is the coverage of a policy for the whole organization.
	coverageAll = "ORG"
)

// otherTypes are those that an answer may have as well if it does not keep to the one that was asked for.
var otherTypes = []string{typeAllowlist, "data-residency"}

// ExportRestriction is what the organization's data security policies say about exports of Confluence pages.
type ExportRestriction struct {
	// State is [On] if a published policy blocks exports in the whole organization, and no other one allows them in a part of it.
	State State
	// Policies are those with a rule about exports, or whose rules are not understood, sorted by name.
	Policies []ExportPolicy
	// Reasons say what is missing. Unclear says what could not be told. Both are sentences without a full stop.
	Reasons, Unclear []string
}

// ExportPolicy is a data security policy, with what it says about exports.
type ExportPolicy struct {
	ID, Name string
	// Status, Coverage and Effect are as Atlassian gives them, and may be empty.
	Status, Coverage, Effect string
}

// ExportRestriction tells whether data can be exported. It costs the list of data security policies, once for the run. Atlassian has
// marked that operation as deprecated, and may disable it for a time: then the error says so. The Organizations API lists these
// policies, too, but documents no rule that could say what they block.
func (o *OrganizationPolicies) ExportRestriction(ctx context.Context) (ExportRestriction, error) {
	policies, err := o.dataSecurity(ctx)
	if err != nil {
		return ExportRestriction{}, fmt.Errorf("reading the data security policies, with an operation that Atlassian may disable for a time: %w", err)
	}
	return newExportRestriction(policies), nil
}

// exports counts the policies in force by what they do.
type exports struct{ blockedInAll, allowedInAll, blockedInPart, allowedInPart int }

func newExportRestriction(policies []atlassian.DataSecurityPolicy) ExportRestriction {
	var found ExportRestriction
	var reasons, unclear remarks
	var counted exports
	byName := sorted(slices.Clone(policies), func(p atlassian.DataSecurityPolicy) string { return p.Name }, func(p atlassian.DataSecurityPolicy) string { return p.ID })
	for _, policy := range byName {
		rule, about := policy.Rules[ruleExport]
		effect := rule.Effect
		switch {
		case said(policy.Type, otherTypes...):
			continue
		case !said(policy.Type, typeDataSecurity):
			unclear.add("%s is of the type %s, although only data security policies were asked for", named("policy", policy.Name, policy.ID), atlassian.Word(policy.Type))
			continue
		case !about && len(policy.Rules) > 0, !about && policy.Rules != nil && said(policy.Coverage, coverageAll):
			continue // a policy for a part has exactly one rule, so that one without a rule is not understood
		}
		found.Policies = append(found.Policies, ExportPolicy{ID: policy.ID, Name: policy.Name, Status: policy.Status, Coverage: policy.Coverage, Effect: effect})
		counted.add(policy, effect, &reasons, &unclear)
	}
	if len(found.Policies) == 0 {
		reasons.add("no data security policy says anything about exports")
	}
	if counted.blockedInAll > 0 && counted.allowedInAll > 0 {
		unclear.add("one published policy blocks exports in the whole organization, and another one allows them")
		counted.blockedInAll = 0
	}
	found.Reasons, found.Unclear = reasons, unclear
	switch {
	case counted.blockedInAll > 0 && counted.allowedInPart == 0 && len(unclear) == 0:
		found.State = On
	case counted.blockedInAll > 0, counted.blockedInPart > 0:
		found.State = Partial
	case len(unclear) > 0:
		found.State = Unknown
	default:
		found.State = Off
	}
	return found
}

func (e *exports) add(policy atlassian.DataSecurityPolicy, effect string, reasons, unclear *remarks) {
	who := named("data security policy", policy.Name, policy.ID)
	switch {
	case said(policy.Status, "draft", "deleted"):
		if said(effect, "block") {
			reasons.add("%s blocks exports, but it is not in force: its status is %s", who, atlassian.Word(policy.Status))
		}
		return
	case policy.Status == "":
		unclear.add("%s does not say whether it is published", who)
		return
	case !said(policy.Status, "active"):
		unclear.add("%s has the status %s, which is not known", who, atlassian.Word(policy.Status))
		return
	case !said(effect, "block", "allow"):
		unclear.add("%s has a rule that is not understood", who)
		return
	}
	blocks := said(effect, "block")
	switch {
	case said(policy.Coverage, "UNASSIGNED"):
		if blocks {
			reasons.add("%s blocks exports, but it is assigned to nothing", who)
		}
	case said(policy.Coverage, coverageAll) && blocks:
		e.blockedInAll++
	case said(policy.Coverage, coverageAll):
		e.allowedInAll++
		reasons.add("%s allows exports in the whole organization", who)
	case !said(policy.Coverage, "WORKSPACE", "CONTAINER", "CLASSIFICATION", "DC_WORKSPACE"):
		unclear.add("%s does not say what it covers in a way that is known (%s)", who, atlassian.Quoted(policy.Coverage))
	case blocks:
		e.blockedInPart++
		reasons.add("%s blocks exports in a part of the organization (%s)", who, atlassian.Word(policy.Coverage))
	default:
		e.allowedInPart++
		reasons.add("%s allows exports in a part of the organization (%s)", who, atlassian.Word(policy.Coverage))
	}
}
