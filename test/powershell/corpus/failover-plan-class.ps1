# A plan as objects: each step knows what it does, and the plan keeps the record.
enum StepState {
    Waiting
    Done
    Failed
}

class PlanStep {
    [string] $Name
    [scriptblock] $Action
    [StepState] $State = [StepState]::Waiting
    [string] $Message

    PlanStep([string] $name, [scriptblock] $action) {
        $this.Name = $name
        $this.Action = $action
    }

    [void] Run() {
        try {
            & $this.Action
            $this.State = [StepState]::Done
        }
        catch {
            $this.State = [StepState]::Failed
            $this.Message = $_.Exception.Message
        }
    }

    [string] ToString() {
        return "$($this.Name): $($this.State)"
    }
}

class Plan {
    [string] $Title
    [System.Collections.ArrayList] $Steps = @()
    static [int] $Made = 0

    Plan([string] $title) {
        $this.Title = $title
        [Plan]::Made++
    }

    [Plan] Add([string] $name, [scriptblock] $action) {
        $this.Steps.Add([PlanStep]::new($name, $action)) | Out-Null
        return $this
    }

    [bool] Run() {
        foreach ($step in $this.Steps) {
            $step.Run()
            Write-Host $step.ToString()
            if ($step.State -eq [StepState]::Failed) { return $false }
        }
        return $true
    }
}

$pool = 'pool1.contoso.com'
$plan = [Plan]::new('Failover of pool1')
$plan.Add('Edge', { Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com }) | Out-Null
$plan.Add('Sync', { Invoke-CsBackupServiceSync -PoolFqdn $pool }).Add('Failover', { Invoke-CsPoolFailOver -PoolFqdn $pool -ErrorAction Stop }) | Out-Null

if (-not $plan.Run()) {
    $bad = $plan.Steps | Where-Object { $_.State -eq 'Failed' } | Select-Object -First 1
    throw "$($plan.Title) stopped at $($bad.Name): $($bad.Message)"
}
if ([Plan]::Made -ne 1 -or $plan.Steps.Count -ne 3) { throw 'the plan is not what it was' }
Write-Host "$($plan.Title): all $($plan.Steps.Count) steps are done"
