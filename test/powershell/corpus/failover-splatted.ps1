# All that differs from night to night stands in one table at the top.
$Config = @{
    Pool     = 'pool1.contoso.com'
    Partner  = 'pool2.contoso.com'
    Edge     = 'edge1.contoso.com'
    Wait     = @{ Seconds = 120 }
    Failover = @{ Confirm = $false; Verbose = $true }
    Mail     = @{
        From       = 'dr@contoso.com'
        To         = 'admins@contoso.com', 'servicedesk@contoso.com'
        SmtpServer = 'mail.contoso.com'
        Priority   = 'High'
    }
}

function Send-Notice {
    param([string] $Subject, [string] $Body = '')
    $mail = $Config.Mail.Clone()
    $mail['Subject'] = "[DR] $Subject"
    if ($Body) { $mail['Body'] = $Body }
    Send-MailMessage @mail
}

$edge = @{
    Identity  = "EdgeServer:$($Config.Edge)"
    Registrar = 'Registrar:{0}' -f $Config.Partner
}

Send-Notice -Subject "Failover of $($Config.Pool) begins"
Set-CsEdgeServer @edge
$pause = $Config.Wait
Start-Sleep @pause
$options = $Config.Failover + @{ PoolFqdn = $Config.Pool }
Invoke-CsPoolFailOver @options
Send-Notice "Failover of $($Config.Pool) is done" "Users are on $($Config.Partner)."
