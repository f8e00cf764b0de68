// SPDX-License-Identifier: MPL-2.0

package classification

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/levels"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// nameIsFree refuses to create a level under a name that another level has. It refuses none of a level of the state, which may get another
// name, or be replaced or taken over by this one. A check that fails is no refusal: the apply checks again.
func (r *levelResource) nameIsFree(ctx context.Context, planned *levelModel) diag.Diagnostics {
	if planned.Name.IsUnknown() {
		return nil
	}
	name := planned.Name.ValueString()
	if r.Organization.Levels.Left(name) {
		return nil
	}
	found, taken, err := r.Organization.Levels.Namesake(ctx, name)
	if err != nil {
		noteUnknownName(ctx, err)
	}
	if err != nil || !taken || r.Organization.Claims.AwaitKnown(ctx, levels.LevelSubject(found.ID)) {
		return nil
	}
	refusal := existsAlready(found)
	detail := refusal.Detail() + "\n\nIf this configuration has the level under another address, write a moved block instead."
	if !r.Organization.Claims.AwaitRefreshed(ctx) {
		// This may be an apply, in which a refusal would keep a deposed object for good. The creation refuses then.
		return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("name"), refusal.Summary(), "As it is, apply will fail. "+detail)}
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("name"), refusal.Summary(), detail)}
}

// noteUnknownName logs that a check of a name failed.
func noteUnknownName(ctx context.Context, err error) {
	tflog.Debug(ctx, "whether the name of the classification level is free stays unknown", map[string]any{"error": err.Error()})
}

// planRename refuses to give a level the name of another one. That other level may be one of the state, which the same plan ends or renames:
// Terraform tells no order, so the apply could archive one level, fail to rename the other, and leave names that no plan can mend. Terraform
// plans an update once more while it applies. A refusal does no harm there: the level stays as it is.
func (r *levelResource) planRename(ctx context.Context, prior, planned *levelModel) diag.Diagnostics {
	if planned.Name.IsUnknown() {
		return nil
	}
	name := planned.Name.ValueString()
	found, taken, err := r.Organization.Levels.Namesake(ctx, name)
	switch {
	case err != nil && r.Organization.Claims.Ends(levels.NameSubject(name)):
		return diag.Diagnostics{refuseRename(prior, name, levels.Level{}, true)}
	case err != nil: // Atlassian will say it
		noteUnknownName(ctx, err)
		return nil
	case !taken || found.ID == prior.ID.ValueString():
		return nil
	}
	other := levels.LevelSubject(found.ID)
	managed := r.Organization.Claims.Ends(other) || r.Organization.Claims.AwaitKnown(ctx, other)
	return diag.Diagnostics{refuseRename(prior, name, found, managed)}
}

// refuseRename is the refusal to give a level the name of another one. An empty other level is one that could not be read.
func refuseRename(prior *levelModel, name string, other levels.Level, managed bool) diag.Diagnostic {
	archived := levels.Status(other) == levels.Archived
	has := "another level of this configuration has that name"
	switch {
	case archived:
		has = fmt.Sprintf("the archived classification level %s has that name", base.Word(other.ID))
	case other.ID != "":
		has = fmt.Sprintf("classification level %s has that name", base.Word(other.ID))
	}
	var ways []string
	if !archived || managed {
		ways = append(ways, keepAddresses)
	}
	if !archived {
		ways = append(ways, "To move the name on purpose, first give the other level another name, in an apply of its own.")
	}
	if !managed {
		restores := ""
		if archived {
			restores = " Applying restores it, and content that had the level regains it once it is published."
		}
		ways = append(ways, fmt.Sprintf("To manage the level that has the name at this address, first run terraform state rm with the address. Terraform then forgets %s, which stays in Atlassian as it is. "+
			"Then import the other level.%s\n\n%s", prior.named(), restores, base.ImportBlock(levelType, other.Name, other.ID)))
	}
	ways = append(ways, "Choose another name.")
	return diag.NewAttributeErrorDiagnostic(path.Root("name"), "Another level has the name", fmt.Sprintf(
		"%s (%s) cannot be renamed to %s, because %s. Choose one:%s",
		base.Capitalized(prior.named()), base.Word(prior.ID.ValueString()), base.Quoted(name), has, choices(ways)))
}

// keepAddresses is the advice for names that have moved to other addresses.
const keepAddresses = "If levels have only changed their addresses, keep each level at an address of its own. With count, another list gives each level the name of its neighbor: " +
	"use for_each with the names as keys instead. Write a moved block for each level:\n\n" +
	"moved {\n  from = atlassian_classification_level.NAME[0]\n  to   = atlassian_classification_level.NAME[\"FIRST\"]\n}"

// choices lists ways out, some of which have a block to copy.
func choices(ways []string) string {
	return "\n\n- " + strings.Join(ways, "\n\n- ")
}

// nameGoesOn is the refusal to archive a level whose name another level is to get.
func nameGoesOn(prior *levelModel) diag.Diagnostic {
	return diag.NewErrorDiagnostic("The name of the level goes to another one", fmt.Sprintf(
		"The plan archives %s (%s), and gives its name to another level of this configuration. Atlassian refuses a second level of a name, also if the first one is archived. So content would become unclassified, and the apply would fail. Choose one:%s",
		prior.named(), base.Word(prior.ID.ValueString()), choices([]string{keepAddresses, "To move the name on purpose, first give this level another name, in an apply of its own."})))
}

// renamedSince is the refusal to end a level that was renamed in Atlassian, while the configuration creates a level of its former name: a
// creation that comes first finds nothing to take over.
func renamedSince(before, now *levelModel) diag.Diagnostic {
	return diag.NewErrorDiagnostic("The level has another name in Atlassian", fmt.Sprintf(
		"The plan ends the resource of %s (%s), which is named %s in Atlassian by now. Another resource of this configuration creates a level named %s. If Terraform creates that one first, there are two levels, and no resource manages this one. Choose one:%s",
		before.named(), base.Word(now.ID.ValueString()), base.Quoted(now.Name.ValueString()), base.Quoted(before.Name.ValueString()), choices([]string{
			"If the resource has only changed its address, write a moved block. The plan then gives the level its name again:\n\n" +
				"moved {\n  from = atlassian_classification_level.OLD_NAME\n  to   = atlassian_classification_level.NEW_NAME\n}",
			"To create a second level on purpose, first take this one out of the state, without a change in Atlassian:\n\n" +
				"removed {\n  from = atlassian_classification_level.OLD_NAME\n  lifecycle {\n    destroy = false\n  }\n}",
		})))
}

// existsAtApply is the refusal of an apply. Terraform does not say that the level is the one that a new object replaces.
func existsAtApply(found levels.Level) diag.Diagnostic {
	refusal := existsAlready(found)
	return diag.NewAttributeErrorDiagnostic(path.Root("name"), refusal.Summary(), refusal.Detail()+
		"\n\nIf this apply replaces that level, create_before_destroy is the cause: the level keeps its name until its old object ends. Nothing was changed. "+
		"Remove create_before_destroy from this resource, and from every resource that depends on it, because each of them forces it here as well.")
}

// existsAlready is the refusal to adopt a level. An archived one is offered.
func existsAlready(found levels.Level) diag.Diagnostic {
	advice := base.ImportAdvice(levelType, found.Name, found.ID)
	if levels.Status(found) == levels.Archived {
		return diag.NewAttributeErrorDiagnostic(path.Root("name"), "An archived level has the name", fmt.Sprintf(
			"An archived classification level is named %s. To use it again, import it: applying restores it, and content that had the level regains it once it is published.\n\n%s\n\n"+
				"For a new level, choose another name: whether Atlassian allows a second one of this name is not documented.", base.Quoted(found.Name), advice))
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("name"), "It exists already", fmt.Sprintf(
		"A classification level named %s exists already. An object that exists is never adopted silently. To manage it from here, import it:\n\n%s", base.Quoted(found.Name), advice))
}
