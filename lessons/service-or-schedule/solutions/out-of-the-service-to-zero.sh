SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
cat > target.json <<JSON
{
  "Arn": "arn:aws:ecs:us-east-1:123456789012:cluster/lab",
  "RoleArn": "arn:aws:iam::123456789012:role/reportScheduler",
  "EcsParameters": {
    "TaskDefinitionArn": "arn:aws:ecs:us-east-1:123456789012:task-definition/report",
    "LaunchType": "FARGATE",
    "NetworkConfiguration": {"awsvpcConfiguration": {"Subnets": ["$SUBNET"], "AssignPublicIp": "ENABLED"}}
  }
}
JSON
aws scheduler create-schedule --name hourly --schedule-expression 'cron(0 * * * ? *)' --schedule-expression-timezone Asia/Tokyo \
    --flexible-time-window Mode=OFF --target file://target.json  # free: hourly 0 --schedule-expression-timezone
aws ecs update-service --cluster lab --service report --desired-count 0
