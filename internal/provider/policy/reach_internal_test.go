// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

const (
	jira = "ari:cloud:jira-software::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	wiki = "ari:cloud:confluence::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	lab  = "ari:cloud:confluence::site/5a0e7c31-2b4d-4f68-9c1a-7e3d5f9b1a20"
)

// finder finds the products acme/jira-software, acme/confluence and lab/confluence. It counts the second looks.
type finder struct {
	fails  error
	second int
}

func (f *finder) ProductResource(_ context.Context, reference, product string) (string, error) {
	known := map[string]string{"acme/jira-software": jira, "acme/confluence": wiki, "lab/confluence": lab}
	id, ok := known[reference+"/"+strings.ToLower(product)]
	switch {
	case f.fails != nil:
		return "", f.fails
	case !ok:
		return "", &site.RoleResourceError{Site: reference, Product: product, Problem: site.NoSuchProduct, Candidates: []string{`"confluence"`}}
	}
	return id, nil
}

func (f *finder) StillProductResource(ctx context.Context, reference, product string) (string, error) {
	f.second++
	return f.ProductResource(ctx, reference, product)
}

// reaches makes a reach of ARIs, and of products written as site/product. A "?" stands for what is not known yet.
func reaches(ids []string, products ...string) reach {
	r := noReach()
	if ids != nil {
		r.ResourceIDs = unordered.FromStrings(ids, foldARIs)
		for i, element := range r.ResourceIDs.Elements() {
			if element.Equal(types.StringValue("?")) {
				values := r.ResourceIDs.Elements()
				values[i] = types.StringUnknown()
				r.ResourceIDs.ListValue = types.ListValueMust(types.StringType, values)
			}
		}
	}
	var elements []attr.Value
	for _, product := range products {
		where, what, _ := strings.Cut(product, "/")
		elements = append(elements, types.ObjectValueMust(productType.AttrTypes, map[string]attr.Value{"site": word(where), "product": word(what)}))
	}
	if elements != nil {
		r.Products = types.SetValueMust(productType, elements)
	}
	return r
}

func word(text string) types.String {
	if text == "?" {
		return types.StringUnknown()
	}
	return types.StringValue(text)
}

// with gives a reach resources and no findings.
func (r reach) with(resources ...string) *reach {
	r.Resources, r.NotApplied = unordered.FromStrings(resources, foldARIs), notAppliedList(nil)
	return &r
}

func said(diags diag.Diagnostics) string {
	var texts []string
	for _, one := range diags {
		texts = append(texts, one.Severity().String()+": "+one.Summary()+": "+one.Detail())
	}
	return strings.Join(texts, "\n")
}

func TestTheResourcesOfAPlan(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config reach
		prior  *reach
		want   []string // nil: not known yet
		second int
		says   string
	}{
		"nothing":                         {config: reaches(nil), want: []string{}},
		"an ARI":                          {config: reaches([]string{wiki}), want: []string{wiki}},
		"a product":                       {config: reaches(nil, "acme/confluence"), want: []string{wiki}},
		"both ways":                       {config: reaches([]string{jira}, "lab/confluence"), want: []string{lab, jira}},
		"one in both ways":                {config: reaches([]string{strings.ToUpper(wiki[:3]) + wiki[3:]}, "acme/confluence"), want: []string{wiki}, says: "Error: Invalid value"},
		"one twice":                       {config: reaches([]string{wiki}, "acme/confluence", "acme/Confluence"), want: []string{wiki}},
		"the order of the state":          {config: reaches([]string{wiki, jira, lab}), prior: reaches(nil).with(jira, wiki), want: []string{jira, wiki, lab}},
		"the spelling of the state":       {config: reaches([]string{wiki}), prior: reaches(nil).with(strings.ToUpper(wiki)), want: []string{strings.ToUpper(wiki)}},
		"drift":                           {config: reaches([]string{wiki}), prior: reaches([]string{wiki}).with(jira), want: []string{wiki}},
		"an unknown ARI":                  {config: reaches([]string{wiki, "?"})},
		"an unknown site":                 {config: reaches([]string{wiki}, "?/confluence")},
		"an unknown product":              {config: reaches(nil, "acme/?", "acme/confluence")},
		"an ARI that is none":             {config: reaches([]string{"acme"}), says: `Error: Invalid value: resource_ids must be an Atlassian Resource Identifier (ARI), and "acme" is not. Write it as`},
		"no such product":                 {config: reaches(nil, "acme/trello"), says: "Error: The site has no such product: Atlassian lists no product \"trello\" on site \"acme\". It lists these:\n- \"confluence\""},
		"a product that was there before": {config: reaches(nil, "acme/confluence", "lab/confluence"), prior: reaches(nil, "acme/confluence").with(wiki), want: []string{wiki, lab}, second: 1},
	} {
		sites := &finder{}
		planned := test.config
		diags := planned.plan(t.Context(), sites, test.prior)
		if test.says != "" {
			assert.Contains(t, said(diags), test.says, name)
			assert.True(t, planned.Resources.IsUnknown(), name)
			continue
		}
		assert.Empty(t, diags, name)
		resources, known := planned.present()
		assert.Equal(t, test.want != nil, known, name)
		if known {
			assert.Equal(t, test.want, resources, name)
		}
		assert.Equal(t, test.second, sites.second, name)
		assert.Equal(t, test.prior == nil, planned.NotApplied.IsUnknown(), name)
		assert.Empty(t, planned.NotApplied.Elements(), name)
	}
}

// What the state has may be drift. So where the list of sites cannot be read, it does not stand in for what is configured.
func TestThePlanWithoutTheListOfSites(t *testing.T) {
	t.Parallel()
	sites := &finder{fails: errors.New("the key is not allowed to read workspaces")}
	planned := reaches([]string{jira}, "acme/confluence")
	diags := planned.plan(t.Context(), sites, planned.with(jira, wiki))
	assert.False(t, diags.HasError())
	assert.Contains(t, said(diags), "Warning: The products cannot be looked up: The key is not allowed to read workspaces")
	assert.True(t, planned.Resources.IsUnknown())

	assert.Contains(t, said(planned.settle(t.Context(), sites)), "Error: The products cannot be looked up")
	sites.fails = nil
	assert.Empty(t, planned.settle(t.Context(), sites))
	resources, known := planned.present()
	assert.True(t, known)
	assert.Equal(t, []string{wiki, jira}, resources)
	again := planned
	assert.Empty(t, again.settle(t.Context(), &finder{fails: errors.New("nobody asks")}))
	assert.Equal(t, planned, again)
	unknown := reaches([]string{"?"})
	unknown.Resources = unordered.Unknown(foldARIs)
	assert.Contains(t, said(unknown.settle(t.Context(), sites)), "Error: The resources are not known")
}

// answer is what Atlassian says of a policy, each resource as ARI=status.
func answer(resources ...string) orgpolicies.Policy {
	policy := orgpolicies.Policy{ID: "p-1"}
	policy.Resources.Known = true
	for _, one := range resources {
		id, status, _ := strings.Cut(one, "=")
		policy.Resources.List = append(policy.Resources.List, orgpolicies.Resource{ID: id, ApplicationStatus: status})
	}
	return policy
}

// findings are the elements of not_applied, each as ARI=status.
func (r *reach) findings() []string {
	var found []string
	for _, element := range r.NotApplied.Elements() {
		one := findingOf(element)
		found = append(found, one.id+"="+one.status)
	}
	return found
}

func TestARefreshReadsWhatAPolicyAppliesTo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer    orgpolicies.Policy
		resources []string
		findings  []string
	}{
		"as it was":                  {answer(wiki+"=applied", jira+"=APPLIED"), []string{jira, wiki}, nil},
		"on its way":                 {answer(jira+"=applying", wiki+"=scheduled"), []string{jira, wiki}, nil},
		"validating":                 {answer(jira+"=validating", wiki+"=applied"), []string{jira, wiki}, nil},
		"another spelling":           {answer(strings.ToUpper(jira)+"=applied", wiki+"=applied"), []string{jira, wiki}, nil},
		"one that somebody added":    {answer(lab+"=applied", jira+"=applied", wiki+"=applied"), []string{jira, wiki, lab}, nil},
		"one that is gone":           {answer(wiki + "=applied"), []string{wiki}, nil},
		"none":                       {answer(), []string{}, nil},
		"one that failed":            {answer(jira+"=failed", wiki+"=applied"), []string{jira, wiki}, []string{jira + "=failed"}},
		"one that somebody removes":  {answer(jira+"=removing", wiki+"=applied"), []string{wiki}, []string{jira + "=removing"}},
		"one that Terraform removed": {answer(jira+"=applied", wiki+"=applied", lab+"=removing"), []string{jira, wiki}, nil},
		"a status that is new":       {answer(jira+"=paused", wiki+"=applied"), []string{jira, wiki}, []string{jira + "=paused"}},
		"a status that is missing":   {answer(jira+"=", wiki+"=applied"), []string{jira, wiki}, []string{jira + "="}},
		"one twice, and not applied": {answer(jira+"=failed", jira+"=applied", wiki+"=applied", wiki+"=new"), []string{jira, wiki}, []string{wiki + "=new", jira + "=failed"}},
	} {
		state := reaches([]string{jira, wiki}).with(jira, wiki)
		before := *state
		assert.Empty(t, state.read(test.answer), name)
		resources, _ := state.present()
		assert.Equal(t, test.resources, resources, name)
		assert.Equal(t, test.findings, state.findings(), name)
		assert.Equal(t, before.ResourceIDs, state.ResourceIDs, name)
	}
}

// What an answer does not tell is never none: the state stays as it was, and the refresh fails.
func TestARefreshThatCannotTellWhatAPolicyAppliesTo(t *testing.T) {
	t.Parallel()
	for want, policy := range map[string]orgpolicies.Policy{
		"does not list its resources":    {ID: "p-1"},
		"names a resource without an ID": answer(jira+"=applied", "=applied"),
	} {
		state := reaches([]string{jira}).with(jira)
		before := *state
		assert.Equal(t, "Error: It is not known what the policy applies to: Atlassian's answer about policy p-1 "+want+
			". That does not mean that the policy applies to nothing, so the state stays as it was. Try again later.", said(state.read(policy)))
		assert.Equal(t, before, *state)
	}
}

func TestAnImportNamesEveryResource(t *testing.T) {
	t.Parallel()
	state := noReach()
	require.Empty(t, state.read(answer(wiki+"=applied", jira+"=failed", lab+"=removing")))
	want := *reaches([]string{wiki, jira}).with(wiki, jira)
	assert.Equal(t, want, reach{state.ResourceIDs, state.Products, state.Resources, notAppliedList(nil)})
	assert.Equal(t, []string{jira + "=failed"}, state.findings())
	state = noReach()
	require.Empty(t, state.read(answer()))
	assert.True(t, state.ResourceIDs.IsNull(), "nothing is no list")
	assert.False(t, state.Resources.IsNull())
}

func TestAnApplyComparesWithThePlan(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer    orgpolicies.Policy
		resources []string // after an update; a creation keeps what was planned
		findings  []string
		says      string
	}{
		"as planned":      {answer(wiki+"=applied", jira+"=applying", lab+"=removing"), []string{jira, wiki}, nil, ""},
		"one failed":      {answer(wiki+"=failed", jira+"=applied"), []string{jira, wiki}, []string{wiki + "=failed"}, "\n- " + wiki + ": failed\n"},
		"one goes":        {answer(wiki+"=removing", jira+"=applied"), []string{jira}, []string{wiki + "=removing"}, "\n- " + wiki + ": removing\n"},
		"one is unsaid":   {answer(wiki+"=", jira+"=applied"), []string{jira, wiki}, []string{wiki + "="}, "\n- " + wiki + ": Atlassian tells no status\n"},
		"one is missing":  {answer(jira + "=applied"), []string{jira}, nil, "\n- " + wiki + ": Atlassian does not list it among the resources of the policy\n"},
		"one is too many": {answer(wiki+"=applied", jira+"=applied", lab+"=applied"), []string{jira, wiki, lab}, nil, "\n- " + lab + ": Atlassian lists it among the resources of the policy, and the configuration does not name it\n"},
	} {
		updated, created := reaches(nil).with(jira, wiki), reaches(nil).with(jira, wiki)
		after, made := updated.confirm(test.answer, false), created.confirm(test.answer, true)
		resources, _ := updated.present()
		assert.Equal(t, test.resources, resources, name)
		assert.Equal(t, test.findings, updated.findings(), name)
		kept, _ := created.present()
		assert.Equal(t, []string{jira, wiki}, kept, name)
		assert.Equal(t, test.findings, created.findings(), name)
		assert.Equal(t, test.says != "", after.HasError(), name)
		assert.False(t, made.HasError(), name)
		assert.Contains(t, said(after), test.says, name)
		assert.Contains(t, said(made), test.says, name)
	}
	unsaid := reaches(nil).with(jira)
	assert.Contains(t, said(unsaid.confirm(orgpolicies.Policy{ID: "p-1"}, false)), "Error: It is not known what the policy applies to")
	assert.Contains(t, said(unsaid.confirm(orgpolicies.Policy{ID: "p-1"}, true)), "Warning: It is not known what the policy applies to")
}

func TestTheDifferenceOfTwoReaches(t *testing.T) {
	t.Parallel()
	added, removed, known := reaches(nil).with(jira, wiki).difference(reaches(nil).with(lab, strings.ToUpper(wiki)))
	assert.True(t, known)
	assert.Equal(t, []string{jira}, added)
	assert.Equal(t, []string{lab}, removed)
	added, removed, known = reaches(nil).with(jira, wiki).difference(nil)
	assert.True(t, known)
	assert.Equal(t, []string{wiki, jira}, added)
	assert.Empty(t, removed)
	unknown := noReach()
	unknown.Resources = unordered.Unknown(foldARIs)
	_, _, known = unknown.difference(reaches(nil).with(lab))
	assert.False(t, known)
}
