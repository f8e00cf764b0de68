// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/datasecurity"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// createdDataSecurity is what a planned creation tells the deletion of the replaced policy.
type createdDataSecurity struct {
	Name    string `json:"name"`
	Unknown bool   `json:"unknown"`
}

// publishedKey is the key of the note that the policy was published once.
const publishedKey = "published"

// notePublished notes that a policy is published. The note stays when it is not any more.
func notePublished(ctx context.Context, private base.Private, model *dataSecurityModel) diag.Diagnostics {
	if !model.Published.ValueBool() {
		return nil
	}
	return base.Note(ctx, private, publishedKey, true)
}

func wasPublished(ctx context.Context, private base.Private) bool {
	data, _ := private.GetKey(ctx, publishedKey)
	var was bool
	return len(data) > 0 && json.Unmarshal(data, &was) == nil && was
}

// dataSecuritySubject is a policy, as something that one resource manages.
func dataSecuritySubject(id string) claims.Subject {
	return claims.Subject("data security policy " + id)
}

// wholeSubject is a rule for the whole organization. The rule about apps is one for each subject.
func wholeSubject(rule string, of datasecurity.Rule) claims.Subject {
	return claims.Subject("data security rule of the organization " + rule + " " + of.Subject)
}

// wholeUnknown is held by policies for the whole organization whose rules are not known yet.
const wholeUnknown = claims.Subject("data security rules of the organization that are not known yet")

// ModifyPlan refuses what Atlassian would refuse, and says what is in force, what must come first, and what becomes possible. A policy that
// does not change costs no request.
func (r *dataSecurityResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	p, ok := base.PlanOf[dataSecurityModel](ctx, req, resp)
	if !ok {
		return
	}
	if p.Destroys() {
		resp.Diagnostics.Append(r.planDataSecurityEnd(ctx, p.Prior, resp.Private)...)
		return
	}
	resp.Diagnostics.Append(p.Planned.malformed()...)
	resp.Diagnostics.Append(r.experimental(p.Planned)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if p.Creates() {
		if r.Organization != nil && !r.publishes() {
			resp.Diagnostics.Append(notInForce(p.Planned, false).warning())
		}
		resp.Diagnostics.Append(r.overridden(nil, p.Planned)...)
	} else {
		r.planDataSecurityUpdate(ctx, p, req, resp)
	}
	if r.Organization == nil || resp.Diagnostics.HasError() {
		return
	}
	ctx, made := r.Organization.Claims.Plan(ctx)
	defer made()
	resp.Diagnostics.Append(r.claimDataSecurity(ctx, p.Planned, p.Updates() && p.Prior.Published.ValueBool(), resp.Private)...)
	if p.Creates() {
		resp.Diagnostics.Append(base.NoteCreation(ctx, resp.Private, createdDataSecurity{Name: p.Planned.Name.ValueString(), Unknown: p.Planned.Name.IsUnknown()})...)
	}
	if content, known := p.Planned.content(); known && (p.Creates() || p.Planned.differs(p.Prior)) {
		resp.Diagnostics.Append(r.around(ctx, p.Prior, p.Planned, content)...)
	}
}

// differs reports whether the plan changes what Atlassian has of the policy.
func (m *dataSecurityModel) differs(prior *dataSecurityModel) bool {
	return !m.Name.Equal(prior.Name) || !m.Description.Equal(prior.Description) || !m.Coverage.Equal(prior.Coverage) || !m.Rules.Equal(prior.Rules)
}

// malformed reports what no policy can be.
func (m *dataSecurityModel) malformed() diag.Diagnostics {
	var diags diag.Diagnostics
	rules, _ := m.rules()
	known := !m.Rules.IsUnknown() && !m.Coverage.IsUnknown()
	_, apps := rules[datasecurity.RuleAppAccess]
	switch {
	case !known:
	case len(rules) == 0:
		diags.AddAttributeError(path.Root("rules"), "The policy has no rule", "A data security policy needs a rule, such as export = \"block\".")
	case m.isPart() && len(rules) > 1:
		diags.AddAttributeError(path.Root("rules"), "The policy has several rules", fmt.Sprintf(
			"Only a policy with the coverage ORG can have several rules, and this one has the coverage %s and %d rules. Write one resource for each rule.", m.Coverage.ValueString(), len(rules)))
	case apps && m.isPart() && m.Coverage.ValueString() != "CONTAINER":
		diags.AddAttributeError(path.Root("rules").AtName(appAccess), "The coverage does not allow the rule", fmt.Sprintf(
			"Atlassian supports the rule about apps for the coverages ORG and CONTAINER, and this policy has the coverage %s.", m.Coverage.ValueString()))
	}
	if known && !m.isPart() && !m.ResourceIDs.IsNull() {
		diags.AddAttributeError(path.Root("resource_ids"), "The policy covers the whole organization",
			"A policy with the coverage ORG covers everything. Remove resource_ids, or choose another coverage.")
	}
	return diags
}

// experimental refuses what is a guess, unless the configuration allows it.
func (r *dataSecurityResource) experimental(m *dataSecurityModel) diag.Diagnostics {
	var diags diag.Diagnostics
	if r.Organization == nil || r.publishes() {
		return diags
	}
	const text = "Atlassian does not document the form in which this is sent, so the provider sends a guess, and only with experimental = [\"data_security_publish\"] in the provider block. " +
		"Add that, or leave the attribute out and decide it in Atlassian Administration."
	if app, ok := m.Rules.Attributes()[appAccess]; ok && !app.IsNull() {
		diags.AddAttributeError(path.Root("rules").AtName(appAccess), "The rule about apps is experimental", text)
	}
	if !m.ResourceIDs.IsNull() {
		diags.AddAttributeError(path.Root("resource_ids"), "What a policy covers is experimental", text)
	}
	return diags
}

// planDataSecurityUpdate plans whether the policy is in force, and says what the change means.
func (r *dataSecurityResource) planDataSecurityUpdate(ctx context.Context, p base.Planned[dataSecurityModel], req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	prior, planned := p.Prior, p.Planned
	published, changes := prior.Published.ValueBool(), planned.differs(prior)
	status, in := types.StringUnknown(), types.BoolUnknown()
	lost := !published && wasPublished(ctx, req.Private)
	switch {
	case r.publishes(), lost && r.Organization != nil:
		in = types.BoolValue(true)
	case !changes:
		in = prior.Published
	}
	if !changes && in.Equal(prior.Published) {
		status = prior.Status
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("status"), status)...)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("published"), in)...)
	if r.Organization == nil {
		return
	}
	switch {
	case !published && !r.publishes() && lost:
		resp.Diagnostics.AddAttributeWarning(path.Root("published"), "The policy is not in force any more", fmt.Sprintf(
			"Terraform has seen %s published, and its status is %s now. So what it blocks is possible, or an older version of it is in force. Publish it in Atlassian Administration, and the plan is empty. "+
				"As it is, apply fails for the policy, because the provider publishes only with experimental = [\"data_security_publish\"].", prior.named(), base.Word(prior.Status.ValueString())))
	case !published && !r.publishes():
		resp.Diagnostics.Append(notInForce(planned, false).warning())
	case !published:
		resp.Diagnostics.AddAttributeWarning(path.Root("published"), "Applying publishes the policy", fmt.Sprintf(
			"The status of %s is %s. Applying publishes it, so that it is in force.", prior.named(), base.Word(prior.Status.ValueString())))
	case changes && !r.publishes():
		resp.Diagnostics.AddWarning("A published policy changes only when it is published anew", fmt.Sprintf(
			"The plan changes %s, which is published. As it is, apply fails for the policy, and leaves it as it is, because the provider publishes only with experimental = [\"data_security_publish\"] in the provider block. "+
				"Change the policy in Atlassian Administration, and the plan is empty.", prior.named()))
	}
	if list := opened(prior, planned); len(list) > 0 && (published || r.publishes()) {
		resp.Diagnostics.AddWarning("The policy blocks less", fmt.Sprintf(
			"The plan changes what %s blocks. Afterwards, where no other policy blocks it:\n%s", prior.named(), base.BulletList(list)))
	}
	inForce := prior
	if !published {
		inForce = nil
	}
	resp.Diagnostics.Append(r.overridden(inForce, planned)...)
	if names := prior.others(); len(names) > 0 {
		resp.Diagnostics.AddAttributeWarning(path.Root("other_rules"), "The policy has rules that are not known", fmt.Sprintf(
			"%s has rules that this version of the provider does not know: %s. Terraform leaves them as they are, and cannot tell what they allow. Look at them in Atlassian Administration.", base.Capitalized(prior.named()), base.ShortList(names)))
	}
}

// overridden says what a policy that applying publishes allows against others.
func (r *dataSecurityResource) overridden(prior, planned *dataSecurityModel) diag.Diagnostics {
	var diags diag.Diagnostics
	if list := overrides(prior, planned); len(list) > 0 && r.publishes() {
		diags.AddWarning("The policy allows more", fmt.Sprintf(
			"Applying publishes %s. Afterwards, in what it covers, even where a policy for the whole organization blocks it:\n%s", planned.named(), base.BulletList(list)))
	}
	return diags
}

// draftRefusal is an error that can be a warning.
type draftRefusal struct{ diag.Diagnostic }

func (s draftRefusal) warning() diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root("published"), s.Summary(), s.Detail())
}

// notInForce says that the policy is a draft, and who can change that.
func notInForce(m *dataSecurityModel, publishes bool) draftRefusal {
	text := "Atlassian has accepted the publication, and does not show it yet. Apply again."
	if !publishes {
		text = "A person must publish it in Atlassian Administration. The provider does so only with experimental = [\"data_security_publish\"] in the provider block, because the form of the operation is a guess."
	}
	return draftRefusal{diag.NewErrorDiagnostic("A draft is not in force", base.Capitalized(m.named())+" is a draft, so it blocks nothing yet. "+text)}
}

// claimDataSecurity notes which policy the configuration manages, and which rules of the whole organization it decides. Another resource with
// one of them is an error.
func (r *dataSecurityResource) claimDataSecurity(ctx context.Context, planned *dataSecurityModel, published bool, private base.Private) diag.Diagnostics {
	holder, diags := base.Holder(ctx, private)
	var list []claims.Claim
	if id := planned.ID; !id.IsUnknown() && !id.IsNull() {
		list = append(list, claims.Claim{Of: dataSecuritySubject(id.ValueString()), By: planned.named()})
	}
	rules, known := planned.rules()
	switch {
	case planned.Coverage.IsUnknown() || !known && !planned.isPart():
		list = append(list, claims.Claim{Of: wholeUnknown, Shared: true, By: planned.named()})
	case !planned.isPart():
		for name, rule := range rules {
			list = append(list, claims.Claim{Of: wholeSubject(name, rule), By: planned.named() + ", with the rule " + attributeOf(name) + " for the whole organization"})
		}
	case known && !published && !r.publishes():
		for name, rule := range rules { // Atlassian takes one draft at a time
			of := claims.Subject("draft " + planned.Coverage.ValueString() + " " + name + " " + rule.Subject)
			list = append(list, claims.Claim{Of: of, By: planned.named() + ", a draft with the coverage " + planned.Coverage.ValueString() + " and the rule " + attributeOf(name)})
		}
	}
	diags.Append(base.Conflicts(ctx, r.Organization, r.Organization.Claims.Claim(holder, list...))...)
	return diags
}

// attributeOf is the name of a rule in the configuration.
func attributeOf(wire string) string {
	for _, rule := range dataRules {
		if rule.wire == wire {
			return rule.attribute
		}
	}
	if wire == datasecurity.RuleAppAccess {
		return appAccess
	}
	return wire
}

// around says what the other policies of the organization mean for the planned one. A check that fails is no refusal.
func (r *dataSecurityResource) around(ctx context.Context, prior, planned *dataSecurityModel, content datasecurity.Content) diag.Diagnostics {
	var diags diag.Diagnostics
	present, err := r.Organization.DataSecurity.Present(ctx)
	if err != nil {
		tflog.Debug(ctx, "what other data security policies mean for the planned one stays unknown", map[string]any{"error": err.Error()})
		return diags
	}
	id := ""
	if prior != nil {
		id = prior.ID.ValueString()
	}
	found := datasecurity.Around(present, id, content)
	if planned.isPart() && !found.Overridden {
		diags.Append(r.order(ctx, planned, content, found.Missing)...)
	}
	known := func(p datasecurity.Policy) bool {
		return r.Organization.Claims.AwaitKnown(ctx, dataSecuritySubject(p.ID))
	}
	if other := found.Redundant; planned.isPart() && other != nil && !known(*other) {
		diags.Append(r.refusal(ctx, diag.NewAttributeErrorDiagnostic(path.Root("rules"), "There is a draft for the same rule", fmt.Sprintf(
			"Atlassian takes one draft with the same coverage and the same rule at a time, and %s (%s) is one. Publish or delete that one first. To manage it from here, import it:\n\n%s",
			base.Quoted(other.Name), base.Word(other.ID), base.ImportAdvice(dataSecurityType, other.Name, other.ID)))))
	}
	if prior != nil {
		return diags
	}
	if other := found.Namesake; other != nil && !known(*other) {
		diags.Append(r.refusal(ctx, diag.NewAttributeErrorDiagnostic(path.Root("name"), "It exists already", fmt.Sprintf(
			"Data security policy %s (%s) exists already. An object that exists is never adopted silently. To manage it from here, import it, or choose another name:\n\n%s",
			base.Quoted(other.Name), base.Word(other.ID), base.ImportAdvice(dataSecurityType, other.Name, other.ID)))))
	}
	if !planned.isPart() {
		for _, other := range found.Same {
			if !known(other) {
				diags.AddAttributeWarning(path.Root("rules"), "Another policy decides the same", fmt.Sprintf(
					"Data security policy %s (%s) has a rule of this one for the whole organization, too. Which of them counts is not documented. Keep one of them.", base.Quoted(other.Name), base.Word(other.ID)))
			}
		}
	}
	return diags
}

// refusal is an error in a plan. In a run that may be an apply it is a warning: an error would keep a deposed object for good there.
func (r *dataSecurityResource) refusal(ctx context.Context, err diag.DiagnosticWithPath) diag.Diagnostic {
	if r.Organization.Claims.AwaitRefreshed(ctx) || r.Organization.Claims.Refreshed() {
		return err
	}
	return diag.NewAttributeWarningDiagnostic(err.Path(), err.Summary(), err.Detail()+"\n\n"+mayBeOwn)
}

// mayBeOwn says when a warning about another policy means nothing: an apply does not know which policies its configuration manages.
const mayBeOwn = "An apply cannot see whether this configuration manages that policy. If it does, as after -replace, you need to do nothing."

// order says what must come before a policy for a part of the organization.
func (r *dataSecurityResource) order(ctx context.Context, planned *dataSecurityModel, content datasecurity.Content, missing []string) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, rule := range missing {
		name, subject := attributeOf(rule), wholeSubject(rule, content.Rules[rule])
		_, ordered := r.Organization.Claims.Held(subject)
		switch {
		case ordered:
		case r.Organization.Claims.AwaitHeldLonger(ctx, subject):
			diags.AddAttributeWarning(path.Root("coverage"), "The policy that this one overrides must come first", fmt.Sprintf(
				"%s overrides the rule %s of a policy with the coverage ORG, which this configuration makes, too. Terraform does not know the order. Name the other resource in depends_on of this one. "+
					"Without that, the creation waits for the other policy for a while.", base.Capitalized(planned.named()), name))
		case r.Organization.Claims.AnyShared(wholeUnknown): // it may be one of them
		default:
			diags.AddAttributeError(path.Root("coverage"), "There is no policy to override", fmt.Sprintf(
				"%s has the coverage %s, so it overrides the rule %s of a policy with the coverage ORG. Neither Atlassian nor this configuration has such a policy, and Atlassian refuses the creation then. "+
					"Add a resource with coverage = \"ORG\" and the same rule%s, and name it in depends_on of this one.",
				base.Capitalized(planned.named()), planned.Coverage.ValueString(), name, sameApps(content.Rules[rule])))
		}
	}
	return diags
}

func sameApps(rule datasecurity.Rule) string {
	if rule.Subject == "" {
		return ""
	}
	return " for the same subject_id"
}

// planDataSecurityEnd says what becomes possible when the policy is gone. It leaves alone a policy that another resource of the configuration
// holds.
func (r *dataSecurityResource) planDataSecurityEnd(ctx context.Context, prior *dataSecurityModel, private base.Private) diag.Diagnostics {
	var diags diag.Diagnostics
	if r.Organization == nil {
		return diags
	}
	prior, diags = base.UpToDate(prior.named(), prior, func(now *dataSecurityModel) error {
		found, err := r.Organization.DataSecurity.Get(ctx, now.ID.ValueString())
		if err == nil {
			now.show(found)
		}
		return err
	})
	subject := dataSecuritySubject(prior.ID.ValueString())
	held := r.Organization.Claims.AwaitHeld(ctx, "data security policies", subject) || r.Organization.Claims.PlanLeave(prior.named(), subject)
	diags.Append(base.NoteEnd(ctx, private, r.Organization, held)...)
	if held {
		return diags
	}
	r.Organization.Claims.End(subject)
	draft := prior.Status.ValueString() == "draft" && !wasPublished(ctx, private)
	if list := opened(prior, nil); len(list) > 0 && !draft {
		diags.AddWarning("The policy blocks nothing any more", fmt.Sprintf(
			"Applying deletes %s. Afterwards, where no other policy blocks it:\n%s\n\nTo stop managing the policy and leave it as it is, use a removed block with destroy = false.", prior.named(), base.BulletList(list)))
	}
	if names := prior.others(); len(names) > 0 && !draft {
		diags.AddWarning("Rules that are not known go, too", fmt.Sprintf("%s also has %s, which this version of the provider does not know. They go with the policy.", base.Capitalized(prior.named()), base.ShortList(names)))
	}
	if !prior.isPart() {
		diags.Append(r.overriding(ctx, prior)...)
	}
	return diags
}

// overriding warns of the policies that override a policy which goes.
func (r *dataSecurityResource) overriding(ctx context.Context, prior *dataSecurityModel) diag.Diagnostics {
	var diags diag.Diagnostics
	present, err := r.Organization.DataSecurity.Present(ctx)
	content, known := prior.content()
	if err != nil || !known {
		return diags
	}
	var names []string
	for _, other := range datasecurity.Around(present, prior.ID.ValueString(), content).Overriding {
		if !r.Organization.Claims.Ends(dataSecuritySubject(other.ID)) {
			names = append(names, other.Name)
		}
	}
	if len(names) > 0 {
		diags.AddWarning("Other policies override this one", fmt.Sprintf(
			"These policies override a rule of %s: %s. What becomes of them is not documented. Delete them first: name this resource in depends_on of theirs, or remove them in Atlassian Administration.",
			prior.named(), strings.TrimSpace(base.ShortList(names))))
	}
	return diags
}
